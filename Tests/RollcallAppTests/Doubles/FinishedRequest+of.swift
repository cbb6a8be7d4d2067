import Gateway

extension FinishedRequest {
    /// A request that took 1.234 ms.
    static func of(
        _ route: RouteLabel,
        id: String = "r-1",
        status: Int = 200,
        subject: RequestSubject? = RequestSubject(method: "GET", path: "/agents/1031"),
        provenance: Provenance = Provenance()
    ) -> FinishedRequest {
        FinishedRequest(
            id: id,
            subject: subject,
            route: route,
            status: status,
            bytes: 250,
            duration: .microseconds(1_234),
            provenance: provenance
        )
    }
}
