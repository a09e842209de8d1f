"""esslod: social and solidarity economy profiles of territories as linked open data."""

__version__ = "0.1.0"
