/// Told to every connection when the server stops: finish what was begun, then close.
struct DrainEvent: Sendable {}
