"""Promises that are too slow for the tests, each a program of its own: python -m benchmarks.NAME"""
