/// Whoever counts and logs; called from any thread, and expected to return soon.
package protocol CMSObserver: Sendable {
    /// Takes an event in.
    func observe(_ event: CMSEvent)
}
