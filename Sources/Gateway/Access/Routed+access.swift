extension Routed {
    /// What the request is about; nothing where it was not understood.
    var reach: Reach {
        guard case .endpoint(let endpoint) = outcome else { return .none }
        return Reach(endpoint)
    }
}
