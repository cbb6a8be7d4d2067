internal import Roster
internal import StatusEngine

extension StatusReply {
    /// Many agents in the format asked for, or the problem that left nothing to say of any.
    ///
    /// Lines are written from memory as the client takes them: of the answer only the terms are kept.
    func list(_ answer: Answer, _ listing: Listing) -> Response {
        var response: Response
        switch listing.options.format {
        case .json: response = document(answer, listing)
        case .lines:
            if let problem = totalFailure(of: answer) {
                response = self.problem(problem, answer)
            } else {
                response = lines(AgentLines(listing, on: answer.terms))
                response.caching = policy.fields(for: answer)
            }
        }
        response.dependencies.insert(.accept)
        return response
    }

    /// Many agents as one document, or the problem that left nothing to say of any.
    private func document(_ answer: Answer, _ listing: Listing) -> Response {
        if let problem = totalFailure(of: answer) {
            return self.problem(problem, answer)
        }
        let (readings, options) = (answer.readings, listing.options)
        let names = listing.shownNames(of: readings)
        let tag = EntityTag(readings, shown: options, named: names)
        let capacity = Self.listCapacity(readings.count, named: !names.isEmpty)
        return json(answer, tag, capacity: capacity) {
            $0.list(readings, options, named: names)
        }
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
