"""监督检查和通报: points drawn by risk and by chance, looked at on the spot, told in a bulletin."""
