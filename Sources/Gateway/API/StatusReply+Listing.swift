internal import StatusEngine

extension StatusReply {
    /// Many agents in the format asked for, or the problem that left nothing to say of any.
    ///
    /// Lines are written from memory as the client takes them: of the answer only the terms are kept.
    func list(_ answer: Answer, _ listing: Listing) -> Response {
        var response: Response
        switch listing.options.format {
        case .json: response = list(answer, listing.options)
        case .lines:
            if let problem = totalFailure(of: answer) {
                response = self.problem(problem, answer)
            } else {
                response = lines(AgentLines(listing, on: answer.terms))
                response.caching = policy.fields(forPassing: answer)
            }
        }
        response.dependencies.insert(.accept)
        return response
    }

    private func lines(_ lines: AgentLines) -> Response {
        Response(
            status: 200,
            contentType: ListFormat.lines.rawValue,
            stream: lines,
            route: route
        )
    }
}
