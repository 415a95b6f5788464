"""Files with an awkward encoding, shape or format: none crashes, none is half-loaded."""

import pytest

from tests.extracts.expecting import assert_as_expected, cases


@pytest.mark.parametrize("row", cases("files"))
def test_it_is_loaded_or_refused_as_it_should_be(loaded, row):
    assert_as_expected(row, loaded(row["file"]))
