"""The box: embedded servers, supervision, health and backup of one installation."""
