import AuditNumerics
package import AuditRecord
import AuditReport

/// The right to write a bundle, held from before an audit begins until its files are in their places.
///
/// Nobody signs the folder meanwhile, and no other audit writes it. All files are written in a folder of a random name in
/// it and then moved to their places, the record first and `SHA256SUMS` last: a bundle without sums, or with sums that do
/// not fit, was not finished, and the next audit may replace it.
package final class BundleWriter: Sendable {
  private let bundle: Bundle
  /// The folder, held and locked; nothing if it was not there.
  private let held: Folder?

  /// Takes hold of the folder of a bundle: new, empty, or an unsigned bundle that nobody else is writing or signing.
  package init(_ bundle: Bundle) throws(FileError) {
    self.bundle = bundle
    guard Files.exists(bundle.folder) else {
      held = nil
      return
    }
    guard Files.isFolder(bundle.folder) else {
      throw FileError(.notABundle, bundle.folder, "this is no folder", hint: "name another with --output")
    }
    let folder = try Folder(bundle.folder)
    try BundleWriter.take(folder)
    held = folder
  }

  private static func take(_ folder: Folder) throws(FileError) {
    guard folder.lock(patience: 0) else {
      throw FileError(
        .busy, folder.path, "another audit or a signer is at work in this folder", hint: "try again when they are done")
    }
    try check(folder)
  }

  private static func check(_ folder: Folder) throws(FileError) {
    guard !LedgerFolder.isSigned(folder) else { throw Bundle.signed(folder.path) }
    try folder.refuseLinks()
    let names = try folder.names().filter { !$0.hasPrefix(Folder.unfinished) }
    guard names.isEmpty || holdsRecord(folder) else {
      throw FileError(
        .notABundle, folder.path, "this folder holds other files and no bundle", hint: "name another with --output")
    }
  }

  /// True if there is a record of evenhand's, of any version.
  private static func holdsRecord(_ folder: Folder) -> Bool {
    // As a record writes it; within a string these quotes would be escaped, so that nothing has to be parsed.
    let mark = Array("\"schema\":\"evenhand-record/".utf8)
    guard let bytes = try? folder.read("record.json"), bytes.first == UInt8(ascii: "{") else { return false }
    // The member stands near the end.
    return bytes.indices.dropLast(mark.count - 1).reversed().contains {
      bytes[$0] == mark[0] && bytes[$0..<($0 + mark.count)].elementsEqual(mark)
    }
  }

  /// The folder as it is to be written.
  private func folder() throws(FileError) -> Folder {
    if let held {
      // Programs that do not ask for the lock may have signed it meanwhile.
      try BundleWriter.check(held)
      return held
    }
    try Files.makeFolder(bundle.folder)
    let made = try Folder(bundle.folder)
    try BundleWriter.take(made)
    guard try made.names().isEmpty else {
      throw FileError(
        .busy, bundle.folder, "another audit has written this folder meanwhile", hint: "name another with --output")
    }
    return made
  }

  /// Seals a record and writes the whole bundle.
  ///
  /// - Parameters:
  ///   - run: Describes the run that made the record.
  ///   - allowedSigners: The keys that may sign.
  ///   - threads: Threads at most.
  /// - Returns: The sealed record.
  @discardableResult
  package func write(
    _ record: Record, run: (SealedRecord) -> RunDescription, plan: [UInt8], allowedSigners: [UInt8]? = nil,
    threads: Int = 1
  ) throws -> SealedRecord {
    try Parallel.$threads.withValue(threads) {
      let (seal, report) = Parallel.both({ Result { try SealedRecord(record) } }, { Report(record) })
      let sealed = try seal.get()
      let pages = report.pages(digest: sealed.digest)
      let dossier = pages.dossier()
      let description = Array(try Canonical.text(run(sealed)).utf8)
      let views: [(name: String, bytes: @Sendable () -> [UInt8])] = [
        ("dossier.html", { Bundle.html(dossier) }),
        ("dossier.md", { Bundle.markdown(dossier) }),
        ("record.json", { Array(sealed.text.utf8) }),
        ("run.json", { description }),
        ("plan.yaml", { plan }),
        ("VERIFY.md", { Array(VerifyDocument.markdown.utf8) }),
        ("verify.sh", { Array(VerifyScript.text.utf8) }),
      ]
      let files = Bundle.documents(pages) + views
      let folder = try folder()
      for name in try folder.names() where name.hasPrefix(Folder.unfinished) { try folder.removeFolder(name) }
      let staged = Folder.temporaryName()
      let staging = try folder.folder(staged, create: true)
      do {
        let digests = Parallel.map(files.count) { number in
          Result { () -> Digest? in
            let (name, bytes) = (files[number].name, files[number].bytes())
            try staging.write(bytes, to: name)
            return Bundle.summed.contains(name) ? name == "record.json" ? sealed.digest : Digest(of: bytes) : nil
          }
        }
        let sums = try zip(files, digests).compactMap { file, digest in try digest.get().map { (file.name, $0) } }
          .sorted { $0.0 < $1.0 }
        precondition(sums.map(\.0) == Bundle.summed, "every file of the bundle is summed")
        try staging.write(Bundle.sums(sums), to: "SHA256SUMS")
        if let allowedSigners { try staging.write(allowedSigners, to: LedgerFolder.signers) }
        try staging.synchronise()
        // A bundle that is half replaced must not look whole.
        try folder.remove("SHA256SUMS")
        if allowedSigners == nil { try folder.remove(LedgerFolder.signers) }
        let names = ["record.json"] + (try staging.names().filter { $0 != "record.json" && $0 != "SHA256SUMS" })
        for name in names + ["SHA256SUMS"] { try staging.move(name, to: folder, as: name) }
        try folder.removeFolder(staged)
        try folder.synchronise()
      } catch {
        try? folder.removeFolder(staged)
        throw error
      }
      return sealed
    }
  }
}

extension Bundle {
  /// Seals a record and writes the whole bundle.
  @discardableResult
  package func write(
    _ record: Record, run: (SealedRecord) -> RunDescription, plan: [UInt8], allowedSigners: [UInt8]? = nil,
    threads: Int = 1
  ) throws -> SealedRecord {
    try BundleWriter(self).write(record, run: run, plan: plan, allowedSigners: allowedSigners, threads: threads)
  }
}
