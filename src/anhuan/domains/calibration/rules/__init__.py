"""Pure decisions of calibration: accuracy, anchors' bias, rates of alarm tests, due dates."""
