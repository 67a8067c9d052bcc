import AuditRecord

/// The files of a bundle and its ledger as they were at one moment: read once, and digested once.
///
/// Whoever judges, shows, compares or signs a bundle takes its bytes from here and never from the folder again, so that what
/// was looked at and what a signature is about cannot be two things. Only whoever holds the folder's lock may take the folder to
/// be as it is here, and `isStill(_:)` asks that.
struct BundleSnapshot: Sendable {
  /// The events.
  private(set) var ledger: LedgerFolder.Contents
  /// Every file that is there, by its name.
  private let files: [String: [UInt8]]
  /// What people sign, in the order of the names; what the version that wrote the bundle did not know yet is not among it.
  let digests: [(name: String, digest: Digest)]

  /// How large a file may be that has no place for more.
  private static let limits = [
    "SHA256SUMS": 1 << 16, "VERIFY.md": 1 << 20, "dossier.html": 256 << 20, "dossier.md": 256 << 20,
    LedgerFolder.signers: LedgerFolder.largestList,
  ]

  /// Reads a bundle.
  ///
  /// - Parameter ledger: The events, where the caller has read them.
  /// - Throws: `SignOffError` if a file is lacking without which it is none; `FileError` for a link, or a file that cannot be read.
  init(_ folder: Folder, ledger: LedgerFolder.Contents? = nil) throws {
    self.ledger = try ledger ?? LedgerFolder(bundle: folder).read()
    try folder.refuseLinks()
    for name in Bundle.needed + ["SHA256SUMS"] where !folder.holds(name) {
      throw SignOffError(
        .noBundle, "\(folder.path): there is no \(name), so this is no whole bundle; `evenhand audit` writes one")
    }
    var files: [String: [UInt8]] = [:]
    for name in Bundle.names where folder.holds(name) {
      files[name] = try folder.read(name, limit: BundleSnapshot.limits[name] ?? Files.largest)
    }
    self.files = files
    digests = Bundle.summed.compactMap { name in files[name].map { (name, Digest(of: $0)) } }
  }

  /// The bytes of a file; nothing if it is not there.
  func bytes(_ name: String) -> [UInt8]? { files[name] }

  /// The digest of a file that people sign.
  func digest(_ name: String) -> Digest? { digests.first { $0.name == name }?.digest }

  /// The bundle's own list of keys; one that came with an event whose move to its place was interrupted is in force.
  var signers: [UInt8]? { ledger.signers ?? files[LedgerFolder.signers] }

  /// The same files after the first `count` events.
  func prefix(_ count: Int) -> BundleSnapshot {
    var earlier = self
    earlier.ledger = ledger.prefix(count)
    return earlier
  }

  /// Whether what people sign is the same in both.
  func isStill(_ other: BundleSnapshot) -> Bool { digests.elementsEqual(other.digests) { $0 == $1 } }

  /// Whether `SHA256SUMS` is that of the files.
  var fitsSums: Bool { files["SHA256SUMS"] == Bundle.sums(digests) }
}
