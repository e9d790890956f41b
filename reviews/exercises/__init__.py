"""重要权力运行登记: what is registered each time a power is used, and how systems report in."""
