internal import NIOExtras
internal import NIOSSL
