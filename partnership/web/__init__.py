"""What surrounds every request: response headers, an id per request, health, metrics."""
