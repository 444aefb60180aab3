"""Deep Learning HW1"""
