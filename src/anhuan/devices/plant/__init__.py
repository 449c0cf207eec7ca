"""The demo works 海晟化工 as data: ground, people, radio, habits. Every name is made up."""
