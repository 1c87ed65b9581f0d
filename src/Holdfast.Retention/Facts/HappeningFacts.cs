namespace Holdfast.Retention.Facts;

/// <summary>Something that happened: a transaction, use, log-in, complaint, price change. Key: source + event, within the party.</summary>
/// <param name="At">When it happened.</param>
/// <param name="Known">From when until when it was held true.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Channel">Through which channel.</param>
/// <param name="Agreement"><see cref="Agreement.Number"/>, or -1.</param>
/// <param name="Amount">Money in minor units, positive towards the customer's account, negative out of it; sales are positive.</param>
/// <param name="Quantity">Units, seconds, bytes or pieces, as the mapping says.</param>
/// <param name="Counterparty">The other side of a transfer.</param>
/// <param name="Unit">Branch or machine where it happened.</param>
/// <param name="ByCustomer">Whether the customer initiated it; interest, fees and standing orders are not.</param>
public readonly record struct Event(
    Instant At,
    Known Known,
    Code Kind,
    Code Channel,
    int Agreement,
    long Amount,
    long Quantity,
    Code Counterparty,
    Code Unit,
    bool ByCustomer);

/// <summary>A contact between us and the party. Key: contact.</summary>
/// <param name="At">When it took place.</param>
/// <param name="Known">From when until when it was held true.</param>
/// <param name="Inbound">Whether the party came to us.</param>
/// <param name="Channel">Through which channel.</param>
/// <param name="Purpose">retain, activate, upsell, cross_sell, raise_frequency, serve or exit.</param>
/// <param name="Action">Which action of the catalogue.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="Reached">Whether the party was reached.</param>
/// <param name="Outcome">Outcome as coded by the source.</param>
/// <param name="Cost">Cost, minor units.</param>
public readonly record struct Contact(
    Instant At,
    Known Known,
    bool Inbound,
    Code Channel,
    Code Purpose,
    Code Action,
    int Attempts,
    bool Reached,
    Code Outcome,
    long Cost);

/// <summary>An offer made. Key: offer.</summary>
/// <param name="Known">From when until when it was held true.</param>
/// <param name="Action">Which action of the catalogue.</param>
/// <param name="Made">When it was made.</param>
/// <param name="Answered">When it was taken or refused; null while open.</param>
/// <param name="Accepted">Whether it was taken.</param>
/// <param name="Applied">Day from which billing applies it; null where it does not.</param>
public readonly record struct Offer(Known Known, Code Action, Day Made, Day? Answered, bool Accepted, Day? Applied);

/// <summary>What a party said about us. Key: feedback.</summary>
/// <param name="At">When it was said.</param>
/// <param name="Known">From when until when it was held true.</param>
/// <param name="Instrument">nps, csat, effort, complaint, call, chat, exit_survey ...</param>
/// <param name="Score">The score; NaN where there is only text.</param>
/// <param name="ScaleTop">Highest score of the instrument's scale; NaN where there is only text.</param>
/// <param name="Text">The words, or null.</param>
/// <param name="Language">BCP 47 tag of the text.</param>
/// <param name="About">What it is about.</param>
public readonly record struct Feedback(
    Instant At,
    Known Known,
    Code Instrument,
    double Score,
    double ScaleTop,
    string? Text,
    Code Language,
    Code About);

/// <summary>A stated or inferred reason for leaving. Key: party + source of the statement + at.</summary>
/// <param name="At">The day of leaving it belongs to, or when it was stated.</param>
/// <param name="Known">From when until when it was held true.</param>
/// <param name="Source">clerk, survey or inferred.</param>
/// <param name="Reason">Reason in the source's coding; the workspace's taxonomy maps it.</param>
/// <param name="Words">The customer's words, or null.</param>
/// <param name="Competitor">Who won the customer.</param>
public readonly record struct ExitReason(Instant At, Known Known, Code Source, Code Reason, string? Words, Code Competitor);

/// <summary>An experiment's arm for the party. Key: experiment + party.</summary>
/// <param name="At">When it was assigned.</param>
/// <param name="Known">From when until when it was held true.</param>
/// <param name="Experiment">Which experiment.</param>
/// <param name="Arm">Which arm; <c>control</c> is the one held out.</param>
/// <param name="Probability">Probability with which this arm was drawn, 0..1.</param>
public readonly record struct Assignment(Instant At, Known Known, Code Experiment, Code Arm, double Probability);
