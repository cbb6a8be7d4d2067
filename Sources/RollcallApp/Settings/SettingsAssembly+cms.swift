internal import CMS
internal import Gateway

extension SettingsAssembly {
    /// The CMS and how to reach it; nothing when the credentials are not whole.
    mutating func cmsSettings() -> CMSSettings? {
        let urls = reader.texts(.cmsBaseURLs).compactMap { try? BaseURL(parsing: $0) }
        let ccID = reader.integer(.cmsCCID)
        let accessKey = reader.text(.cmsAccessKey)
        let secretKey = secretKey()
        let signing = signingSettings()
        let tls = cmsTLSSettings()
        let connect = reader.duration(.cmsConnectTimeout)
        let request = reader.duration(.cmsRequestTimeout)
        check(.cmsRequestTimeout, notBelow: .cmsConnectTimeout, request, connect)
        let bodySize = reader.integer(.cmsMaximumBodySize)
        let sendsTraceparent = reader.isTrue(.cmsSendTraceparent)
        let wrapped = reader.textsIfGiven(.groupsQueryParam) ?? []
        guard let accessKey, let secretKey else { return nil }
        return CMSSettings(
            baseURLs: urls,
            ccID: ccID,
            credentials: Credentials(accessKey: accessKey, secretKey: secretKey),
            signing: signing,
            tls: tls,
            connectTimeout: connect,
            requestTimeout: request,
            maximumBodyBytes: bodySize,
            sendsTraceparent: sendsTraceparent,
            wrappedCalls: Set(wrapped.compactMap { WrappableCall(rawValue: $0) })
        )
    }

    private mutating func signingSettings() -> SigningSettings {
        let timestamp = reader.text(.cmsSigningTimestamp) ?? ""
        let headers = reader.text(.cmsSigningSignedHeaders) ?? ""
        let query = reader.text(.cmsSigningEmptyQueryLine) ?? ""
        return SigningSettings(
            timestamp: .init(rawValue: timestamp) ?? .milliseconds,
            signedHeaders: .init(rawValue: headers) ?? .all,
            emptyQueryLine: .init(rawValue: query) ?? .omit
        )
    }

    private mutating func cmsTLSSettings() -> CMSTLSSettings {
        let authorities = authoritiesPath(.cmsCAFile)
        let pair = certificateFiles(.cmsCertificateFile, .cmsKeyFile)
        return CMSTLSSettings(
            caFile: authorities,
            certificateFile: pair?.certificateFile,
            keyFile: pair?.keyFile,
            serverName: reader.text(.cmsServerName)
        )
    }

    /// The secret key, given itself or in a file, never both.
    private mutating func secretKey() -> String? {
        let direct = reader.text(.cmsSecretKey)
        let file = path(.cmsSecretKeyFile)
        switch (reader.isGiven(.cmsSecretKey), file) {
        case (true, .some):
            reader.report(
                .cmsSecretKey,
                "is given together with \(SettingKey.cmsSecretKeyFile.name)",
                remedy: "give only one of the two"
            )
            return nil
        case (false, .some(let file)): return secret(in: file)
        case (true, .none): return direct
        case (false, .none): return missingSecret()
        }
    }

    private mutating func missingSecret() -> String? {
        let known = [SettingKey.cmsSecretKey, .cmsSecretKeyFile].map(\.name)
        guard !problems.contains(where: { known.contains($0.subject) }),
            !reader.isUnread(.cmsSecretKey)
        else { return nil }
        reader.report(
            SettingsProblem(
                SettingKey.cmsSecretKey.name,
                "is missing",
                remedy: "give \(known[1]), or the key itself as "
                    + SettingKey.cmsSecretKey.environmentVariable
            )
        )
        return nil
    }

    private mutating func secret(in path: String) -> String? {
        do throws(SettingComplaint) {
            return try SecretFile.secret(at: path, files)
        } catch {
            reader.report(.cmsSecretKeyFile, error.complaint)
            return nil
        }
    }
}
