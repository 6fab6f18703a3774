"""The words of reporting, as data: TOML files beside the modules that make them ready to look up."""
