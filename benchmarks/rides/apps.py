"""The application of the benchmarks, by a label of its own: Comparte Ride's is `rides`."""

from django.apps import AppConfig


class BenchmarkConfig(AppConfig):
    name = "benchmarks.rides"
    label = "benchmark_rides"
