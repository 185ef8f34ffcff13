"""Train the models in kg/models again, with data of one's own: ``python -m training --help``."""
