import Evenhand

/// The first example of the documentation.
func firstExample() throws {
  let rates = try GroupRates(
    decisions: ["yes", "no", "yes", "yes"], favourable: ["yes"],
    groups: ["sex": ["F", "F", "M", "M"]])
  print(try rates.demographicParity(across: ["sex"]))
}

/// The second: from files, by a plan.
func secondExample() throws {
  let plan = try PlanFile(path: "evenhand.yaml")
  let record = try Audit.run(plan.plan, folder: plan.folder)
  print(GateResult(try SealedRecord(record)).line)
}
