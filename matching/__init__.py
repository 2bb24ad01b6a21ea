import os

# NumPy is here for tables, not for matrices: the threads that its algebra starts would be in the way of forks
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
