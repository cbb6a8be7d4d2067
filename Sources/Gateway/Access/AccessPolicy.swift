/// Who may ask, what, how often and from where: all that is set about access.
package struct AccessPolicy: Hashable, Sendable {
    /// The keys; without them everybody may ask.
    package var keys: APIKeys?
    /// How often each client may ask.
    package var rateLimit: RateLimit?
    /// How many requests of one client may wait for the CMS at once.
    package var maximumWaiting: Int?
    /// The web pages whose scripts may ask.
    package var crossOrigin: CrossOrigin?

    /// Creates a policy; without anything, all is allowed.
    package init(
        keys: APIKeys? = nil,
        rateLimit: RateLimit? = nil,
        maximumWaiting: Int? = nil,
        crossOrigin: CrossOrigin? = nil
    ) {
        self.keys = keys
        self.rateLimit = rateLimit
        self.maximumWaiting = maximumWaiting
        self.crossOrigin = crossOrigin
    }

    /// Nothing is limited.
    package static let open = AccessPolicy()

    /// Who a request comes from, or why that cannot be said.
    func identify(_ request: Request) -> Result<APIKey?, Unidentified> {
        guard let keys else { return .success(nil) }
        switch PresentedKey(request.headers) {
        case .none: return .failure(.missing)
        case .unusable: return .failure(.unknown)
        case .one(let presented):
            return keys.key(presented: presented).map { .success($0) } ?? .failure(.unknown)
        }
    }
}
