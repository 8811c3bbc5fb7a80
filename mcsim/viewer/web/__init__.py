"""The viewer in a browser, by trame."""
