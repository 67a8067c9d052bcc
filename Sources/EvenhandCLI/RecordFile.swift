import Evenhand

/// A record as it lies on disk, alone or in a bundle.
struct RecordFile {
  let sealed: SealedRecord
  let folder: String
  /// The bundle that the record belongs to, read once with it; nothing for a record alone.
  let bundle: SignedBundle?

  /// Where the record's requirements stand; nothing where no plan is at hand.
  var places: PlanPlaces? {
    if let bundle { return bundle.places }
    let run = (try? Files.read(Path.join(folder, "run.json"), limit: 1 << 20)).flatMap(RunDescription.init(parsing:))
    return PlanPlaces(sealed.record, folder: folder, run: run?.record == sealed.digest.hex ? run : nil)
  }

  /// What holds of the record, and of the bundle's files.
  let confirmation: Confirmation

  /// Reads `record.json`, named itself or by the folder that holds it; in a bundle every other file too.
  ///
  /// A record that is taken out of its bundle is looked at alone. One that lies in its place is never believed without the
  /// digests beside it.
  init(path: String, options: @autoclosure () throws -> SignedBundle.Options) throws {
    let isInPlace = Files.isFolder(path) || Path.lastComponent(path) == "record.json"
    let file = Files.isFolder(path) ? Path.join(path, "record.json") : path
    folder = Path.folder(of: file)
    let around = Bundle(folder: folder)
    guard isInPlace, around.isBegun else {
      bundle = nil
      do {
        sealed = try SealedRecord(parsing: Files.read(file))
        confirmation = Confirmation(of: sealed.record, playsPower: try options().playsPower)
      } catch let error as RecordError {
        throw RecordError("\(Path.lastComponent(file)): \(error)")
      }
      return
    }
    let signed = try SignedBundle(around, options: try options())
    (bundle, sealed, confirmation) = (signed, signed.sealed, signed.confirmation)
  }

  /// The record, as a gate believes it.
  ///
  /// - Throws: `RecordError` where it or its bundle was changed, or its verdict cannot be recomputed and rests on nothing else.
  func believed() throws -> SealedRecord {
    try confirmation.check()
    if let objection = Gate.objection(to: confirmation, in: bundle) { throw RecordError(objection) }
    return sealed
  }
}
