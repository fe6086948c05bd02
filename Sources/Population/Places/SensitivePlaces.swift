/// The published list of places that are dropped at import: religion, health, sexuality, politics, justice, arms. It
/// errs on dropping.
package enum SensitivePlaces {
  /// A venue is dropped when its category path mentions one of these, words in a row, in any case, singular or plural.
  package static let phrases: [String] = religion + health + sexuality + politics + justiceAndArms

  private static let religion = [
    "spiritual", "religion", "religious school", "religious center", "religious organization", "religious institution",
    "religious building", "church", "cathedral", "chapel", "basilica", "parish", "abbey", "convent",
    "mosque", "masjid", "musholla", "mushola", "islamic center", "temple", "pagoda", "vihara", "wihara", "synagogue",
    "shrine", "monastery", "prayer", "worship", "cemevi", "gurdwara", "kingdom hall", "terreiro", "gereja",
  ]

  private static let health = [
    "health and medicine", "health and medical", "medicine", "medical center", "medical centre", "medical lab",
    "medical clinic", "medical office",
    "medical service", "medical facility", "medical practice", "medical spa", "hospital", "doctor", "physician",
    "surgeon", "dentist", "dental", "orthodontist", "clinic", "polyclinic", "health clinic", "health center",
    "health centre", "health service", "health care", "healthcare", "public health", "mental health", "sexual health",
    "women's health", "maternity", "midwife", "birth center", "family planning", "planned parenthood", "fertility",
    "abortion", "oncologist", "oncology", "cancer", "cardiologist", "dermatologist", "gynecologist", "obstetrician",
    "urologist", "neurologist", "pediatrician", "podiatrist", "optometrist", "radiologist", "psychologist",
    "psychiatrist", "psychotherapist", "therapist", "counseling", "counselling", "chiropractor", "acupuncture",
    "acupuncturist", "alternative medicine", "alternative healer", "physiotherapy", "rehab", "rehabilitation",
    "addiction", "alcoholic", "detox", "emergency room", "urgent care", "dialysis center", "blood bank",
    "blood donation",
    "hospice", "nursing home", "care home", "assisted living", "hiv", "std", "homeless shelter", "crisis center",
    "domestic violence", "women's shelter",
    "domestic abuse", "treatment center", "disabled person", "weight loss center", "physical therapy", "speech therapy",
    "ophthalmologist", "gastroenterologist", "anesthesiologist", "endocrinologist", "rheumatologist", "allergist",
    "nutritionist", "medical supply", "medical marijuana", "marijuana dispensary", "cannabis dispensary",
    "cannabis store",
  ]

  private static let sexuality = [
    "gay", "lesbian", "lgbt", "lgbtq", "lgbtqia", "queer", "bisexual", "transgender", "drag bar", "strip club",
    "gentlemen's club", "adult boutique", "adult shop", "adult store", "adult entertainment", "adult club",
    "adult theater", "sex shop", "sex club", "sex store", "erotic", "bath house", "bathhouse", "swinger", "brothel",
    "love hotel", "escort service", "fetish", "nudist", "nude beach",
  ]

  private static let politics = [
    "political", "politician", "campaign office", "voting booth", "polling place", "polling station", "labor union",
    "labour union", "trade union", "union hall", "union office", "lobbyist", "embassy", "consulate", "high commission",
    "diplomatic mission",
  ]

  private static let justiceAndArms = [
    "courthouse", "law court", "county court", "district court", "supreme court", "court of law", "law enforcement",
    "police", "sheriff", "prison", "jail", "penitentiary", "correctional", "detention", "probation", "parole",
    "bail bond", "immigration",
    "military", "army", "navy", "naval base", "air force", "armed force", "coast guard", "barrack", "veteran",
  ]

  /// Whether a venue is on the list.
  package static func contains(_ path: CategoryPath) -> Bool {
    let words = path.words.flatMap(\.self)
    return phraseWords.contains { CategoryPath.hold(words, $0) }
  }

  private static let phraseWords = phrases.map(CategoryPath.words(of:))
}
