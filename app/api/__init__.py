"""The HTTP door: FastAPI at the edge, every answer from `app/questions.py`."""
