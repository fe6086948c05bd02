/// The published list of places that are dropped at import: religion, health, sexuality, politics, justice, arms.
package enum SensitivePlaces {
  /// A venue is dropped when its category path mentions one of these, words in a row, in any case.
  package static let phrases: [String] = religion + health + sexuality + politics + justiceAndArms

  private static let religion = [
    "spiritual center", "church", "cathedral", "chapel", "mosque", "temple", "synagogue", "shrine", "monastery",
    "prayer room", "place of worship", "cemevi", "gurdwara", "kingdom hall", "confucian temple",
  ]

  private static let health = [
    "medical center", "medical lab", "hospital", "hospital ward", "doctor", "dentist", "clinic", "rehab",
    "rehab center", "emergency room", "urgent care", "maternity", "mental health", "psychologist", "psychiatrist",
    "chiropractor", "acupuncturist", "physical therapist", "alternative healer", "addiction", "hospice",
  ]

  private static let sexuality = [
    "gay", "lesbian", "strip club", "adult boutique", "adult shop", "adult store", "sex shop", "bath house", "brothel",
  ]

  private static let politics = [
    "political", "campaign office", "voting booth", "labor union", "trade union", "union hall", "union office",
    "embassy", "consulate",
  ]

  private static let justiceAndArms = [
    "courthouse", "law court", "supreme court", "police", "prison", "jail", "military", "army base", "naval base",
  ]

  /// Whether a venue is on the list.
  package static func contains(_ path: CategoryPath) -> Bool {
    phrases.contains(where: path.mentions)
  }
}
