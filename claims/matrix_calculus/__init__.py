"""Matrix calculus for machine learning"""
