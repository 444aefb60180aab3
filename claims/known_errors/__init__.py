"""Known errors"""
