package import AuditRecord

/// The envelope that carries attestations between tools [DSSE 1.0.2].
package enum DSSE {
  /// The media type of an in-toto Statement.
  package static let inToto = "application/vnd.in-toto+json"
  /// The namespace of SSH signatures over a pre-authentication encoding.
  package static let namespace = "evenhand-dsse-v1"

  /// The bytes that an envelope's signature is made over.
  package static func preAuthenticationEncoding(type: String, body: [UInt8]) -> [UInt8] {
    Array("DSSEv1 \(type.utf8.count) \(type) \(body.count) ".utf8) + body
  }

  /// An envelope with an SSH signature over the encoding of `body`; no other signature scheme is common among signers here.
  package static func envelope(type: String, body: [UInt8], signature: SSHSignature) -> JSONValue {
    .object([
      ("payload", .string(Base64.encode(body))), ("payloadType", .string(type)),
      (
        "signatures",
        .array([
          .object([("keyid", .string(signature.key.fingerprint)), ("sig", .string(Base64.encode(signature.blob)))])
        ])
      ),
    ])
  }
}
