"""The nine mental tests of Holzinger & Swineford (1939), as lavaan's manual uses them."""

import numpy as np
from semopy.examples import holzinger39

FACTOR_OF = [0, 0, 0, 1, 1, 1, 2, 2, 2]  # visual, textual, speed
_TABLE = holzinger39.get_data()
ANSWERS = _TABLE[[f"x{number}" for number in range(1, 10)]].to_numpy(dtype=float)
SCHOOLS = [ANSWERS[np.asarray(_TABLE.school == name)] for name in ("Pasteur", "Grant-White")]
