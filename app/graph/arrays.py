"""Names for the arrays that the graph in memory is made of."""

import numpy as np
import numpy.typing as npt

Bytes = npt.NDArray[np.int8]
Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
