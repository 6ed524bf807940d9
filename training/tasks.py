"""What the encoder is trained on, by name."""

from __future__ import annotations

from contrasts import Clauses, EnglishTopics, Own, Papers, Patents, PolicyDocuments, Questions
from grades import Demands, Foretold, Judged, OwnGraded, Phrases, Reviewers, Subjects

TASKS = {
    "own": Own,
    "own-graded": OwnGraded,
    "patents": Patents,
    "papers": Papers,
    "topics": EnglishTopics,
    "subjects": Subjects,
    "reviewers": Reviewers,
    "questions": Questions,
    "clauses": Clauses,
    "documents": PolicyDocuments,
    "demands": Demands,
    "phrases": Phrases,
    "judged": Judged,
    "foretold": Foretold,
}
