"""The receiver of a province or park: HTTP(S), TCP(S) and MQTT into one intake."""
