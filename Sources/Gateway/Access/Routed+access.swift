extension Routed {
    /// Whether the answer is for everybody: whether we live, the contract, the methods there are.
    var isOpen: Bool {
        if case .options = outcome { return true }
        return label == .health || label == .openAPI
    }

    /// What the request is about; nothing where it was not understood.
    var reach: Reach {
        guard case .endpoint(let endpoint) = outcome else { return .none }
        return Reach(endpoint)
    }
}
