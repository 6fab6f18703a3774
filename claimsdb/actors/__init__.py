"""Who can be named: looking actors, sources and articles up, who belongs to whom, and the registry."""
