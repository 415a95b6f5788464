"""Every formula is documented: module with formula and source, function with a running example."""

import doctest
import importlib
import inspect
import pkgutil

import pytest

from analysis import statistics

MODULES = [module.name for module in pkgutil.iter_modules(statistics.__path__)]


@pytest.mark.parametrize("name", MODULES)
def test_examples_run(name):
    module = importlib.import_module(f"analysis.statistics.{name}")
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize("name", MODULES)
def test_formula_source_and_example_are_given(name):
    module = importlib.import_module(f"analysis.statistics.{name}")
    assert "Source:" in module.__doc__
    for function_name, function in inspect.getmembers(module, inspect.isfunction):
        if function.__module__ == module.__name__ and not function_name.startswith("_"):
            assert ">>>" in (function.__doc__ or ""), f"{function_name} has no example"
