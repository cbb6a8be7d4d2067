internal import Configuration
internal import ServiceLifecycle
internal import Yams
internal import Metrics
internal import Logging
