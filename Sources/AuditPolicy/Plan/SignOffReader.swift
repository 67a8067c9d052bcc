package import AuditRecord

/// The files that a sign-off policy names, with the place of each name in the plan.
package struct SignOffFiles: Sendable, Hashable {
  /// A file.
  package struct Reference: Sendable, Hashable {
    /// Its path, relative to the plan.
    package var path: String
    /// Line of the plan, from 1.
    package var line: Int?
    /// Column of the plan, from 1.
    package var column: Int?

    /// Names a file.
    package init(path: String, line: Int? = nil, column: Int? = nil) {
      (self.path, self.line, self.column) = (path, line, column)
    }
  }

  /// The keys that may sign.
  package var allowedSigners: Reference?
  /// Who may sign in which role.
  package var signers: Reference?

  /// Names files.
  package init(allowedSigners: Reference? = nil, signers: Reference? = nil) {
    (self.allowedSigners, self.signers) = (allowedSigners, signers)
  }
}

extension PlanErrors {
  /// A file that the plan names does not serve.
  package static func file(_ reference: SignOffFiles.Reference, plan: String, _ message: String, hint: String)
    -> PlanErrors
  {
    PlanErrors(errors: [
      PlanError(
        code: .unreadable, file: plan, line: reference.line, column: reference.column, message: message,
        hint: hint)
    ])
  }
}

extension PlanBuilder {
  func signOffFiles(_ node: YAMLNode?) -> SignOffFiles {
    func reference(_ key: String) -> SignOffFiles.Reference? {
      guard let member = node?.member(key), let path = member.written, !path.isEmpty else { return nil }
      return .init(path: path, line: member.place.line, column: member.place.column)
    }
    return SignOffFiles(allowedSigners: reference("allowed-signers"), signers: reference("signers"))
  }

  /// The rules, without the people, whom another file names.
  mutating func signOff(_ node: YAMLNode?) -> SignOffPolicy {
    var roles: [RequiredRole] = []
    for item in node?.member("required")?.sequence ?? [] {
      guard let role = item.member("role")?.written else { continue }
      let title = item.member("title")
      if let title, let text = title.written { checkWords(text, at: title, such: "Head of model risk") }
      roles.append(RequiredRole(role: role, title: title?.written))
    }
    let required = roles.map(\.role)
    var segregation: [Segregation] = []
    for item in node?.member("segregation")?.sequence ?? [] {
      let rule = Segregation(role: item.member("role")?.written ?? "", not: item.member("not")?.texts ?? [])
      checkRole(rule.role, required: required, at: item.member("role"))
      for other in rule.not where other != Segregation.ranAudit {
        checkRole(other, required: required, at: item.member("not"))
      }
      if rule.not.contains(rule.role) {
        document.report(.combination, at: item, "a role cannot be kept apart from itself", hint: "name another role")
      }
      segregation.append(rule)
    }
    let waivers = node?.member("waivers")
    return SignOffPolicy(
      required: roles, distinctPeople: node?.member("distinct-people")?.bool ?? true,
      segregation: segregation, validForDays: node?.member("valid-for")?.days,
      waivers: waivers.map {
        WaiverPolicy(approvers: $0.member("approvers")?.texts ?? [], longestDays: $0.member("longest")?.days)
      }, revocations: node?.member("revocations")?.texts,
      actions: node?.member("actions")?.texts)
  }

  /// A misspelt role would keep nobody apart.
  private mutating func checkRole(_ role: String, required: [String], at node: YAMLNode?) {
    guard !role.isEmpty, !required.contains(role) else { return }
    document.report(
      .combination, at: node, "\(Quoted.text(role)) is no required role",
      hint: Suggestion.nearest(to: role, among: required + [Segregation.ranAudit]).map { "did you mean \"\($0)\"?" }
        ?? "required: \(required.joined(separator: ", "))")
  }
}

extension PlanReader {
  /// The people in the file that `sign-off.signers` names.
  ///
  /// - Throws: all errors of the file at once, each with its place.
  package static func signers(_ bytes: [UInt8], file: String) throws(PlanErrors) -> [KnownSigner] {
    var document = try PlanDocument(bytes: bytes, file: file)
    document.check(document.root, fields: PlanSchema.signers, path: "")
    try document.stop()
    var signers: [KnownSigner] = []
    for item in document.root.member("signers")?.sequence ?? [] {
      let signer = KnownSigner(
        principal: item.member("principal")?.written ?? "", name: item.member("name")?.written ?? "",
        roles: item.member("roles")?.texts ?? [], organisation: item.member("organisation")?.written)
      if signers.contains(where: { $0.principal == signer.principal }) {
        document.report(
          .combination, at: item, "\(Quoted.text(signer.principal)) is named twice", hint: "list all roles in one entry"
        )
      }
      signers.append(signer)
    }
    try document.stop()
    return signers
  }
}
