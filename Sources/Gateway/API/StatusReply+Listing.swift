internal import StatusEngine

extension StatusReply {
    /// Many agents in the format asked for, or the problem that left nothing to say of any.
    ///
    /// Lines are written from memory as the client takes them: of the answer only the time is kept.
    func list(_ answer: Answer, _ listing: Listing) -> Response {
        var response: Response
        switch listing.options.format {
        case .json: response = list(answer, listing.options)
        case .lines:
            if let problem = totalFailure(of: answer) {
                response = self.problem(problem)
            } else {
                response = lines(AgentLines(listing, since: answer.askedAt))
            }
        }
        response.fields.append(ListFormat.varying)
        return response
    }

    private func lines(_ lines: AgentLines) -> Response {
        Response(
            status: 200,
            contentType: ListFormat.lines.rawValue,
            fields: [.init("Cache-Control", "no-cache")],
            stream: lines,
            route: route
        )
    }
}
