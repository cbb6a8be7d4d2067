internal import StatusEngine

/// That the engine has learnt something of groups: told once, however often it happens before it is
/// taken in.
struct GroupNews: EngineObserver {
    /// One element each time there is something new.
    let changes: AsyncStream<Void>
    private let input: AsyncStream<Void>.Continuation

    init() {
        (changes, input) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    func observe(_ event: EngineEvent) {
        if event == .groupsChanged { input.yield() }
    }
}
