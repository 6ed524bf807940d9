"""Cue words of English needs; an underscore in a cue stands for blanks."""

from __future__ import annotations

import re

from heliu_engine.coach.cues import Cues, Section
from heliu_engine.quantities.patterns import any_of


def _words(*listed: str) -> re.Pattern[str]:
    return re.compile(r"\b" + any_of(*listed))


_HEADINGS: tuple[tuple[Section, re.Pattern[str]], ...] = (
    ("confidentiality", _words("confidential non-?disclosure secrecy export_control")),
    ("cooperation", _words("cooperation collaboration partner licen[cs]ing way_of_working mode_of type_of_support")),
    ("budget", _words("budget funding price")),
    ("deadline", _words("deadline time-?line schedule timeframe time_frame due_date timing")),
    (
        "other",
        _words(
            "references impact benefit market keywords contact phase_iii dual_use commercial notes terms other",
            "practical",
        ),
    ),
    ("conditions", _words("conditions operating environment constraint boundary")),
    ("profile", _words("background about_us who_we_are company introduction")),
    (
        "current",
        _words("current existing state_of_the_art status prior present what_we_have starting_point situation today"),
    ),
    ("problem", _words("problem challenge issue gap difficult pain what_goes_wrong trouble")),
    (
        "parameters",
        _words(
            "objective target requirement specification performance outcome goal deliver acceptance expected wanted",
            "what_we_(?:need|want|look)",
        ),
    ),
    ("profile", _words("who_(?:is|we)")),
    ("current", _words("what_we_(?:bring|offer|have)")),
    (
        "method",
        _words(
            "(?:been|have|we)_tried approach method solution technical_route plan\\b concept",
            "work_programme ideas?\\b",
        ),
    ),
    ("need", _words("phase_ii?\\b scope need description summary topic technology_area project title what_we")),
)

_MONTH = "(?:january|february|march|april|may|june|july|august|september|october|november|december)"
_SEASON = "(?:summer|autumn|winter|spring|season|harvest|christmas|easter)"
_WHEN = (
    rf"(?:(?:\d{{1,2}}(?:st|nd|rd|th)? )?(?:of )?{_MONTH}(?: \d{{1,2}},?)?(?: (?:of )?20\d\d)?"
    rf"|20\d\d(?:-\d\d(?:-\d\d)?)?"
    rf"|(?:next|this|the|following) (?:\w+ )?(?:year|month|quarter|{_SEASON})(?: (?:starts?|begins?)(?: in {_MONTH})?)?"
    rf"(?: (?:of )?20\d\d)?|q[1-4](?: (?:of )?20\d\d)?|{_SEASON} 20\d\d)"
)
_UNIT = r"(?:years?|months?|weeks?)"
_NUMBER = r"(?:\d+(?:\.\d)?|one|two|three|four|five|six|nine|ten|twelve|eighteen|twenty-four)"

ENGLISH = Cues(
    headings=_HEADINGS,
    named_problem=_words(
        "(?:is|are)_(?:a|the|our|an)_(?:\\w+_){0,2}(?:problem|challenge|bottleneck|issue|obstacle)",
        "(?:main|major|key|biggest|technical|critical)_(?:problem|challenge|bottleneck|difficulty|obstacle|"
        "limitation)s? bottlenecks? shortcomings? drawbacks? shortfalls? obstacles? difficult\\w* trouble",
        "challenging (?:technology|knowledge|capability)_gaps? lacks?\\b lacking unable cannot suffer\\w*",
        "how_to_\\w+",
        "(?:solve|overcome|address|tackle|mitigate)s?_(?:\\w+_){0,4}(?:problem|challenge|issue|shortcoming|"
        "limitation)s? nobody_knows no_one_knows",
        "(?:do|does|did)_not_(?:know|understand|see|work|last|hold|meet|reach|allow|stand)",
    ),
    problem=_words(
        # What cannot be done, or is not there.
        "cannot can't can_not could_not limited\\b inability insufficient\\w* inadequate\\w*",
        "not_(?:available|possible)",
        "not_(?:sufficient|adequate|well|yet|suitable|practical|able|understood|robust|reliable|enough|acceptable|"
        "good)",
        "(?:do|does|did|is|are|was|were|will|has|have)(?:_not|n't)_(?:\\w+_)?(?:reliabl\\w+|work|last|meet|reach|"
        "detect) no_(?:\\w+_){0,2}(?:exist\\w*|available|solution|way) remains?_(?:un|to_be|a) unresolved unknown",
        "unclear nothing_(?:we|has|helps|works) only_(?:\\d|half|a_few|one_in) by_hand manual(?:ly)?\\b",
        "spreadsheets? guess\\w*",
        # What is not as it should be.
        "costly expensive labou?r-intensive time-consuming obsole\\w+ prone_to poor\\w* hinder\\w* hamper\\w*",
        "imped\\w+ susceptible vulnerab\\w+ too_\\w+ impractical unreliab\\w+ inefficien\\w+ inaccura\\w+",
        "error-prone however unfortunately unacceptabl\\w+ excessive\\w* constantly uneven\\w* inconsistent\\w*",
        "unstable slow\\b slows?_down varies_(?:too|strongly|widely|a_lot|from) up_to_\\d+\\s?%_(?:of|are|is)",
        "as_(?:high|low)_as as_much_as rejected scept\\w+ skept\\w+ complain\\w* complaints? claims?_(?:from|for)",
        "recalls? blames?d?",
        # What goes wrong.
        "fail(?:s|ed|ure|ures|ing)?\\b degrad\\w+ prevents? loss(?:es)?\\b los(?:es?|ing|t)\\b leak\\w*",
        "crack(?:s|ed|ing)?\\b corro(?:des?|ded|ding|sion)\\b wears?_(?:out|off|down|through) worn interfer\\w+",
        "suffers? dies?\\b died dying blister(?:s|ed|ing)?\\b peel(?:s|ed|ing)?\\b delaminat\\w+",
        "warp(?:s|ed|ing|age)?\\b shrink(?:s|age)?\\b jam(?:s|med|ming)\\b clog(?:s|ged|ging)?\\b",
        "block(?:s|ed|age|ages)\\b foul(?:s|ed|ing)\\b cak(?:es|ed|ing)\\b clump(?:s|ed|ing)?\\b",
        "stick(?:s|ing)_(?:to|together) rust(?:s|ed|y)?\\b rots?\\b rotting mou?ld(?:y|s)?_(?:grows?|appears?)",
        "mouldy spoil\\w* turns?_(?:pink|brown|yellow|sour|black|grey|gray|green|rancid|cloudy|white) discolou?r\\w*",
        "fad(?:es|ed|ing)\\b break(?:s|age|ages|ing)?(?:_down|_off|_constantly|_after|_at|_up)?\\b breaks",
        "brok(?:e|en)\\b drift(?:s|ed)?\\b deteriorat\\w* dropp?(?:ed|ing|s)_(?:to|by|since|after|below|when)",
        "have_dropped has_(?:dropped|fallen|risen) miss(?:ed|es)\\b smell(?:s|ed)?\\b odou?rs?\\b",
        "wast(?:es|ed|ing)\\b scrap(?:ped)?\\b rework downtime stops?_(?:the|us|working) stoppages?",
        "keeps?_\\w+_(?:awake|waiting) burn(?:s|ed|t)?_(?:out|shows?) leaf_burn overheat\\w* explod\\w+",
        "contaminat\\w+ infect\\w* disease pests? blight harm(?:s|ed|ful)\\b damag(?:e|es|ed|ing)\\b injur\\w+",
        "accidents? hazard\\w* pollut\\w+ noisy complaints? threat\\w* nobody_(?:\\w+) no_one_\\w+",
        "gets?_(?:stuck|dirty|wet|lost|hot|worse) getting_worse",
        "ha(?:s|ve)_to_be_(?:replaced|thrown|scrapped|done|cleaned|redone) throw(?:n|s)?_(?:it_|them_)?away",
        "goes?_(?:to_waste|bad|off|wrong|missing) out_of_(?:spec|tolerance|order) off-spec unplanned misalign\\w*",
        "misread\\w* slip(?:s|ped|ping)\\b sag(?:s|ging)?\\b swell(?:s|ing)?\\b stain(?:s|ed)?\\b smear\\w*",
        "scratch(?:es|ed)?\\b buckl(?:es|ed|ing)\\b voids\\b pinholes? bubbles\\b foam(?:s|ing)_(?:over|up)",
        "settles?_out separates?_(?:out|after|into) precipitat\\w+ scaling\\b deposits\\b glare\\b hot_spots",
        "freez(?:es|ing)_(?:up|in|over) ices?_up fogs?_up flood(?:s|ed)\\b drought mildew fung(?:us|al)\\b mites\\b",
        "weeds\\b lame(?:ness)?\\b mortality bleed(?:s|ing)?\\b pain\\b delays?\\b delayed queues?\\b",
        "wait(?:s|ing)_(?:for|times?|lists?|hours|weeks) forg(?:et|ot)\\w* uncertain not_sure far_(?:from|too)",
        "well_(?:below|above) doubled jumped_to (?:is|are)_(?:rising|falling|leaning) find_out_only only_when",
        "no_longer half_of_(?:the|our|all)",
        "takes?_(?:too|over|more|about|up_to|\\d|two|three|four|five|several|days|hours|weeks)",
        "sprouts?_(?:from|in|after) vibrat(?:es|ing)\\b rattl\\w+ jam\\b wake_up_\\w* made_\\w+_\\w+_worse unsafe",
        "dangerous illegal banned fin(?:es|ed)_for expires? runs?_out short_of shortages? scarce",
        "reject(?:s|_rate|ed) return(?:s|ed)_(?:by|from)_customers flak(?:es|ing)_off fluctuat\\w* nuisance_alarms?",
        "false_alarms?",
    ),
    harmless=re.compile(
        r"\b(?:no|not|without|anti|non|free of|prevent\w*|avoid\w*|resist\w* to|reduc\w+|minimi[sz]\w+|less|"
        r"fewer)[ -](?:the |any )?(?:\w+ )?\Z"
    ),
    solve=_words("solve\\w* overcom\\w+ address\\w* tackl\\w+ fix\\b remedy get_rid eliminat\\w+ how_to stop"),
    wish=_words(
        "should shall must will_be would_(?:like|love) desir\\w+ seek\\w* wants?\\b wanted",
        "need(?:s|ed)?_(?:to|a|an|it|the|at) we_(?:need|ask|want|wish|look|seek|require|hope|expect|aim) looking_for",
        "required? requires? interested objective goal aims?_(?:to|at) expected_(?:to|is)? is_expected please target",
        "ensure to_be_(?:developed|able) ha(?:s|ve)_to at_least at_most no_more_than not_more_than less_than",
        "fewer_than (?:below|under|above|over)_\\d prefer\\w* welcome maximum minimum",
    ),
    aim=re.compile(
        "(?:to |we |and |phase \\w+: ?|also |further |then )*"
        + any_of(
            "develop design demonstrate improve reduce increase create provide build define conduct refine identify"
        )
        + r"\b"
    ),
    turn=_words("but\\b however\\b yet\\b although though whereas currently today at_present so_far because"),
    now=_words(
        "current(?:ly)? existing presently at_present today nowadays state[- ]of[- ]the[- ]art to_date so_far legacy",
        "in_use has_been have_been",
        "we_(?:\\w+ly_)?(?:have|own|operate|run|already|produce|use|hold|make|spin|grow|measured?|mill|treat|cast|"
        "weld|coat|process|feed|keep|burn|dry|print|wash|farm|manage|monitor|collect|store|pump)",
        "our_(?:best_)?(?:plant|line|prototype|lab|laboratory|pilot|model|own|data|team|two|three|four|present|"
        "current|site|mill|kiln|furnace|workshop)\\b already traditional\\w* conventional\\w* previous\\w*",
        "(?:is|are)_installed (?:is|are)_in_our",
        "(?:is|are)_(?:done|planned|made|used|available|fed)_(?:with|by|on|at|in|here) wells_deliver in-house",
        "installed collected baseline on_site",
    ),
    boast=_words(
        "founded established_in family-owned award-winning (?:several|many|won)_(?:\\w+_){0,2}awards? employs?",
        "employees proud\\w* tradition leading_(?:supplier|manufacturer|provider) world-?class turnover",
        "headquarter\\w* market_leader countries renowned certified_(?:to|since) listed_on customers_in reputation",
        "unites growers_of one_of_the_(?:largest|leading|oldest) regional_hospital_group supply_\\w+_\\w+_to_retail",
        "generations?\\b",
    ),
    tried=_words(
        "(?:was|were|have_been|has_been|been|we|we_have|have|had)_(?:also_|already_)?(?:tried|tested|trialled|"
        "attempted) attempts?_(?:to|at|were|with) tried\\b trials?_with ha(?:s|ve)_been_suggested have_experimented",
        "helps?_(?:for|only|a_little|a_bit) helped we_(?:also_)?(?:changed|switched|added|replaced) were_hired",
        "we_tested",
    ),
    method=_words(
        "using by_means_of based_on leverag\\w+ employ(?:ing|ed)?\\b propos(?:e|al)_to",
        "would_be_interesting are_interesting via such_as candidate may_include",
        "could_(?:include|be|imagine|help) concepts?_(?:include|may) alternatives?_include possible_solutions?",
        "we_(?:imagine|think_of|favou?r|consider|have_in_mind|envisage|could_imagine|see)",
        "(?:is|are)_(?:favou?red|preferred|conceivable|envisaged|imaginable) (?:is|would_be)_an_option",
        "open_to_(?!joint|licen|coop|collab) possibly perhaps maybe one_idea our_idea the_idea think_of",
        "with_the_help_of combin(?:ing|ation_of) replac(?:ing|e)_\\w+_(?:with|by) machine_learning",
    ),
    conditions=_words(
        "under_(?:\\w+_){0,3}(?:condition|load|environment|pressure|temperature|water)\\w*",
        "operat(?:e|es|ing)_(?:at|in|from|over|under)",
        "operating_(?:condition|temperature|pressure|environment|range)\\w*",
        "environment(?:s|al)?_(?:condition|temperature|with|is|of)\\w*",
        "(?:harsh|marine|outdoor|corrosive|denied|dusty|humid|sterile)_(?:environment|condition)s? withstand\\w*",
        "exposed_to exposure_to survives? in_the_presence_of compatible_with temperature_range outdoors offshore",
        "relative_humidity vibrations?\\b salt_(?:fog|spray)",
        "without_(?:\\w+_)?(?:stopping|shutting|modif\\w+|chang\\w+|record\\w+|touch\\w+|remov\\w+|disturb\\w+|"
        "damag\\w+|adding|use) retrofit\\w*",
        "(?:fit|fits|work|works|run|runs|integrat\\w+|used?)_(?:\\w+_){0,3}(?:existing|present|our|own)_\\w+",
        "from_a_moving can_be_used_by no_change_(?:of|to)",
        "(?:must|may|can|should|shall)_not_(?:be_)?(?:use|contain|exceed|touch|require|add|chang|leave_the|contact|"
        "disturb|interfere)\\w* only_(?:\\S+_){0,3}(?:may|can|must)_be_used may_be_used",
        "no_(?:grid|mains|power|internet|network)_(?:connection|supply|access|coverage)",
        "has_to_(?:survive|run|work|fit|withstand|cope|tolerate|operate|endure|be_food|be_safe)",
        "must_(?:run|work|fit|withstand|cope|tolerate|operate|endure|survive) substrate feed_with wash-down atex",
        "explosion-proof food[- ](?:safe|contact|grade) clean_?room free_of",
    ),
    cooperation=_words(
        "joint(?:ly)?_(?:develop|research|project|venture|trial|stud|work)\\w* co-?develop\\w* collaborat\\w+",
        "licen[cs](?:e|ing)\\b",
        "(?:a|the|for|find|seek\\w*|research|development|academic|industrial|technology)_partner(?:s|ship)?\\b",
        "teaming consorti\\w+ subcontract\\w* consult(?:ant|ing|ancy)\\w* technology_transfer",
        "contract_(?:research|development) cooperation_(?:with|on|in)",
        "(?:hire|find|seek\\w*|need|looking_for|invite|visit_by|hear_from)_(?:\\w+_){0,3}(?:expert|specialist|"
        "supplier|consultant|engineer|adviser|advisor)s?\\b equity_stake commission\\w*_(?:a|the|research)",
        "phd_(?:project|student|thesis) co-supervis\\w+ master's_thesis paid_pilot royalt\\w+ milestone_payments?",
        "purchase_(?:a|the|of|afterwards)? buy_(?:a|the|it|such) turnkey on-site_(?:help|training|support)",
        "training_(?:for|of|on|course) (?:secondment|exchange)_of spin-?off",
        "your_(?:lab|laboratory|institute|university)",
    ),
    before_cooperation=re.compile(
        "(?:(?:and|also|we|would|could|can|be|are|is|to|like|love|prefer|preferably|ideally|happy|glad|willing|"
        "open|ready|want|wish|hope"
        "|it|may|might|the work|done|as|by|looking|for|seeking|interested|in|seek|a manufacturer of [\\w ]{1,30}) )+"
    ),
    partner=re.compile(
        r"\b(?:a|an|the|send|find|invite|hire|commission|with)\b(?:(?!\b(?:a|an|the|send|find|invite|"
        r"hire)\b)[^,;])*\Z"
    ),
    after_cooperation=re.compile(
        r",\s|\s(?:which|that|who|so that|in order|with a budget|for turning|because|and we|and the|but)\s"
    ),
    confidentiality=_words(
        "confidential\\w* nda\\b cda\\b non-?disclosure secrecy trade_secrets? itar\\b export[- ]control\\w*",
        "classified secret\\b",
        "not_(?:to_)?(?:be_)?(?:disclosed?|published?|made_public|public|shared|named|leave_the_(?:company|site|"
        "building)) anonym\\w+ proprietary (?:may|must|can)_(?:not_)?leave no_\\w+_(?:\\w+_)?may_leave",
        "without_naming",
    ),
    parameters=re.compile(
        r"\bip ?[3-6][0-9]k?\b|\b(?:comply|complies|compliant|compliance|accordance|according|conform\w*|certified|"
        r"approved|meet|meets)"
        r" (?:with|to)? ?(?:the )?[^,;.\n]{0,40}?(?:standards?|regulations?|directive|requirements of|\b(?:iso|en|"
        r"astm|din|iec|mil-std|fda|ul)[ -]?[\d/-]*\d\b)"
        r"|\b\d+-log (?:reduction|kill)(?: of [a-z]\.? ?[a-z]+)?"
    ),
    limit=re.compile(
        r"[<>≤≥]|\b(?:not|no|less|fewer|more|least|most|below|under|above|over|exceed|maximum|minimum|up to|at)\b"
    ),
    budget=re.compile(
        r"(?:\b(?:eur|usd|gbp|cny|rmb)|[€$£¥]) ?\d[\d,.]* ?(?:k|m|million|thousand)?\b|\b(?:around |about |"
        r"up to )?\d+ ?k\b(?: a year| per year)?"
    ),
    deadline=re.compile(
        rf"\b(?:by|before|no later than|not later than|due(?: on| by| in)?|deadline(?: is| of)?:?|(?:start|finish|"
        rf"ready|begin) in)(?: the)?"
        rf"(?: (?:end|start|beginning|middle|first half|second half) of)?(?: (?:late|early|mid))? {_WHEN}\b"
        rf"|\b(?:by|before|until) the (?:end|start|beginning) of (?:the )?(?:year|month|quarter|{_SEASON})\b"
        rf"|\b(?:within|in|over|after) (?:the next )?{_NUMBER} {_UNIT}(?: of (?:signing|contract|start))?(?=[.,;)]|"
        rf"\s*\Z)"
        r"|\bas soon as possible\b"
    ),
    duration=re.compile(
        rf"(?:(?<=[,;:(.])|\A) *(?P<time>(?:duration|term|time|period|timeline|project)?:? ?{_NUMBER}(?: ?(?:-|"
        rf"to) ?\d+)?[ -]{_UNIT}(?: in total)?)(?=[,;).]|\Z)"
    ),
    rate=_words(
        "per_(?!cent) /(?:kg|t|tonne|unit|piece|device|m2|m3|l|kwh)\\b costs?_(?:below|under|of_production)",
        "unit_cost each\\b price",
    ),
)
