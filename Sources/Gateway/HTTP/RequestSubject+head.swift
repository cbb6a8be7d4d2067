internal import NIOHTTP1

extension RequestSubject {
    /// What a request asks, by its head.
    init(_ head: RequestHead) {
        self.init(method: head.method.rawValue, path: head.target.path)
    }
}
