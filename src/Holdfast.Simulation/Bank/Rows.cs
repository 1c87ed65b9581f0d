using Holdfast.Retention.Facts;

namespace Holdfast.Simulation.Bank;

/// <summary>Everything the bank's systems hold of one customer, in the order in which it was written down.</summary>
public sealed class CustomerRows
{
    /// <summary>Who the customer is.</summary>
    public required Profile Profile { get; init; }

    /// <summary>Rows of the customer file: relationships as known at a time.</summary>
    public List<RelationshipRow> Relationships { get; } = [];

    /// <summary>Accounts and services.</summary>
    public List<AccountRow> Accounts { get; } = [];

    /// <summary>Who holds which account.</summary>
    public List<HolderRow> Holders { get; } = [];

    /// <summary>Balances, revenue and cost at each month's end.</summary>
    public List<BalanceRow> Balances { get; } = [];

    /// <summary>Bookings on accounts.</summary>
    public List<TransactionRow> Transactions { get; } = [];

    /// <summary>Log-ins to app and web.</summary>
    public List<SessionRow> Sessions { get; } = [];

    /// <summary>What service staff wrote down: incidents, complaints, visits, calls, moves, notices.</summary>
    public List<ServiceRow> Service { get; } = [];

    /// <summary>Contacts made by the bank.</summary>
    public List<ContactRow> Contacts { get; } = [];

    /// <summary>Answers to surveys and the words of complaints.</summary>
    public List<SurveyRow> Surveys { get; } = [];

    /// <summary>Reasons for leaving.</summary>
    public List<ExitRow> Exits { get; } = [];

    /// <summary>Arms of the randomised campaign.</summary>
    public List<MemberRow> Members { get; } = [];

    /// <summary>Ways to reach the customer.</summary>
    public List<ReachRow> Reaches { get; } = [];
}

/// <summary>Who a customer is, as the customer file tells it.</summary>
/// <param name="Index">Place in the world, from 0.</param>
/// <param name="Company">Whether it is a company.</param>
/// <param name="Name">Name, in the script of its language.</param>
/// <param name="BirthDate">Day of birth or founding.</param>
/// <param name="Language">BCP 47 tag.</param>
/// <param name="Household">Number of the household.</param>
/// <param name="Province">Province of residence, from 1.</param>
/// <param name="IncomeBand">1 (lowest) to 5.</param>
/// <param name="RiskGrade">A (best) to E.</param>
/// <param name="Occupation">Occupation as entered.</param>
/// <param name="Education">Education as entered; empty for many.</param>
/// <param name="Care">What asks for care; none for most.</param>
public sealed record Profile(
    int Index,
    bool Company,
    string Name,
    Day BirthDate,
    string Language,
    int Household,
    int Province,
    int IncomeBand,
    char RiskGrade,
    string Occupation,
    string Education,
    CareNote Care);

/// <summary>What the customer file notes so that a customer is dealt with gently.</summary>
public enum CareNote
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Ill.</summary>
    Illness,

    /// <summary>Somebody close has died.</summary>
    Bereaved,
}

/// <summary>A relationship as written down on a day; a later row with the same opening day replaces it.</summary>
/// <param name="Opened">First day.</param>
/// <param name="Written">Day it was written down.</param>
/// <param name="Closed">First day no longer; null while it lasts.</param>
/// <param name="Ending">How it ended.</param>
/// <param name="Origin">How it began.</param>
/// <param name="Acquisition">Channel of acquisition.</param>
/// <param name="Cost">Cost of winning the customer, minor units; null where the files lost it.</param>
/// <param name="OpenedBy">Number of the member of staff.</param>
/// <param name="Branch">Branch, from 0.</param>
public readonly record struct RelationshipRow(
    Day Opened, Day Written, Day? Closed, Ending Ending, Origin Origin, Acquisition Acquisition, int? Cost, int OpenedBy, int Branch);

/// <summary>What an account is.</summary>
public enum Product
{
    /// <summary>Current account.</summary>
    Current,

    /// <summary>Payment card.</summary>
    Card,

    /// <summary>Savings account.</summary>
    Savings,

    /// <summary>Insurance.</summary>
    Insurance,

    /// <summary>Online banking.</summary>
    OnlineBanking,

    /// <summary>Bill payment.</summary>
    BillPayment,
}

/// <summary>An account as written down on a day; a later row with the same number replaces it.</summary>
/// <param name="Number">Number within the customer, from 1.</param>
/// <param name="Product">What it is.</param>
/// <param name="Written">Day it was written down.</param>
/// <param name="Started">First day.</param>
/// <param name="Ended">First day no longer; null while it lasts.</param>
/// <param name="Ending">How the customer left, where the account ended with that.</param>
/// <param name="ReplacedBy">Number of the account that replaced it; 0 where none.</param>
/// <param name="PromotionEnds">First day at the full price; null where none.</param>
/// <param name="Fee">Fee a month, minor units.</param>
public readonly record struct AccountRow(
    int Number, Product Product, Day Written, Day Started, Day? Ended, Ending Ending, int ReplacedBy, Day? PromotionEnds, int Fee);

/// <summary>A holder of an account.</summary>
/// <param name="Customer">The holder's place in the world.</param>
/// <param name="Account">Account number within the customer whose file this is.</param>
/// <param name="Joint">Whether a joint holder.</param>
/// <param name="From">First day.</param>
public readonly record struct HolderRow(int Customer, int Account, bool Joint, Day From);

/// <summary>A month's end. Money in minor units.</summary>
/// <param name="Month">First day of the month.</param>
/// <param name="Balance">Balance of all accounts.</param>
/// <param name="Limit">Credit limit.</param>
/// <param name="Revenue">Fees and interest margin.</param>
/// <param name="Cost">Cost to serve.</param>
/// <param name="CreditLoss">Expected credit loss.</param>
/// <param name="Arrears">Overdue.</param>
public readonly record struct BalanceRow(Day Month, long Balance, long Limit, long Revenue, long Cost, long CreditLoss, long Arrears);

/// <summary>Kinds of booking.</summary>
public enum Booking
{
    /// <summary>Salary in.</summary>
    Salary,

    /// <summary>Other transfer in.</summary>
    TransferIn,

    /// <summary>Card payment.</summary>
    CardPayment,

    /// <summary>Cash from a machine.</summary>
    Withdrawal,

    /// <summary>Cash paid in.</summary>
    CashDeposit,

    /// <summary>Transfer out.</summary>
    TransferOut,

    /// <summary>Transfer to an own account at another bank.</summary>
    TransferOwn,

    /// <summary>Standing order.</summary>
    StandingOrder,

    /// <summary>Bill paid through bill payment.</summary>
    BillPayment,

    /// <summary>Fee charged.</summary>
    Fee,

    /// <summary>Interest credited.</summary>
    Interest,

    /// <summary>A booking taken back.</summary>
    Reversal,
}

/// <summary>One booking.</summary>
/// <param name="Day">Day of booking.</param>
/// <param name="Second">Second of the day.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Account">Account number within the customer.</param>
/// <param name="Amount">Minor units; out is negative.</param>
/// <param name="Counterparty">Number of the other side within its kind; 0 where none.</param>
/// <param name="Branch">Branch of the machine, from 0; -1 where none.</param>
/// <param name="Late">Days after which it was written down.</param>
/// <param name="Twice">Whether it was exported twice.</param>
public readonly record struct TransactionRow(
    Day Day, int Second, Booking Kind, int Account, int Amount, int Counterparty, int Branch, int Late, bool Twice);

/// <summary>One log-in.</summary>
/// <param name="Day">Day.</param>
/// <param name="Second">Second of the day.</param>
/// <param name="App">App rather than web.</param>
/// <param name="Pages">Pages seen.</param>
public readonly record struct SessionRow(Day Day, int Second, bool App, int Pages);

/// <summary>What service wrote down.</summary>
public enum ServiceEntry
{
    /// <summary>Something went wrong.</summary>
    Incident,

    /// <summary>A complaint.</summary>
    Complaint,

    /// <summary>A complaint answered to satisfaction.</summary>
    ComplaintSettled,

    /// <summary>A complaint turned down or overdue.</summary>
    ComplaintFailed,

    /// <summary>A branch visit.</summary>
    Visit,

    /// <summary>A call to the call centre.</summary>
    Call,

    /// <summary>Change of address.</summary>
    AddressChange,

    /// <summary>Notice of a higher price.</summary>
    PriceRise,

    /// <summary>Notice that the introductory price ended.</summary>
    PromotionEnd,

    /// <summary>A standing order ended.</summary>
    StandingOrderEnded,

    /// <summary>The customer's adviser left.</summary>
    AdviserLeft,

    /// <summary>The branch was merged.</summary>
    BranchMerged,

    /// <summary>Recommended the bank.</summary>
    Referral,

    /// <summary>Asked how to close the account.</summary>
    ClosingAsked,

    /// <summary>Asked about a fee.</summary>
    FeeEnquiry,
}

/// <summary>One line of the service log.</summary>
/// <param name="Day">Day.</param>
/// <param name="Second">Second of the day.</param>
/// <param name="Entry">What.</param>
/// <param name="Touchpoint">Where; null where it has no place.</param>
/// <param name="Amount">Minor units: the new fee of a price notice.</param>
/// <param name="Late">Days after which it was written down.</param>
public readonly record struct ServiceRow(Day Day, int Second, ServiceEntry Entry, Touchpoint? Touchpoint, int Amount, int Late)
{
    /// <summary>Place of another customer whom it concerns: the friend who joined; null where none.</summary>
    public int? Other { get; init; }
}

/// <summary>One contact by the bank.</summary>
/// <param name="Day">Day.</param>
/// <param name="Second">Second of the day.</param>
/// <param name="Approach">What was said and what came of it.</param>
/// <param name="Attempts">How often it was tried.</param>
public readonly record struct ContactRow(Day Day, int Second, Approach Approach, int Attempts)
{
    /// <summary>What came of it where the loop decided it; null for the bank's campaigns of old.</summary>
    public Outcome? Outcome { get; init; }
}

/// <summary>Where an opinion was given.</summary>
public enum Instrument
{
    /// <summary>Would recommend, 0 to 10.</summary>
    Nps,

    /// <summary>Satisfaction, 1 to 5.</summary>
    Csat,

    /// <summary>The words of a complaint.</summary>
    Complaint,

    /// <summary>The survey of those who left.</summary>
    ExitSurvey,
}

/// <summary>One opinion.</summary>
/// <param name="Day">Day.</param>
/// <param name="Second">Second of the day.</param>
/// <param name="Instrument">Where it was given.</param>
/// <param name="Score">Score; -1 where only words.</param>
/// <param name="Text">Words, or null.</param>
/// <param name="About">What it is about.</param>
public readonly record struct SurveyRow(Day Day, int Second, Instrument Instrument, int Score, string? Text, Topic About);

/// <summary>One stated reason for leaving.</summary>
/// <param name="Day">Day of leaving.</param>
/// <param name="ByClerk">Clerk rather than survey.</param>
/// <param name="Reason">Reason as coded.</param>
/// <param name="Words">The customer's words, or null.</param>
/// <param name="Competitor">Number of the rival, 0 where not told.</param>
/// <param name="Late">Days after which it was written down.</param>
public readonly record struct ExitRow(Day Day, bool ByClerk, ExitCode Reason, string? Words, int Competitor, int Late)
{
    /// <summary>The true reason, where a clerk coded one; written to no file.</summary>
    public ExitCode? Truly { get; init; }

    /// <summary>Number of the clerk; 0 where the customer told it in a survey.</summary>
    public int Clerk { get; init; }
}

/// <summary>Reasons for leaving as the bank codes them.</summary>
public enum ExitCode
{
    /// <summary>Fees and prices.</summary>
    Fees,

    /// <summary>A better offer.</summary>
    BetterOffer,

    /// <summary>Service.</summary>
    Service,

    /// <summary>Moved house.</summary>
    Moved,

    /// <summary>Salary goes elsewhere.</summary>
    SalaryElsewhere,

    /// <summary>Not needed, never used.</summary>
    NotNeeded,

    /// <summary>Other.</summary>
    Other,

    /// <summary>Death.</summary>
    Death,

    /// <summary>Charged off.</summary>
    ChargedOff,

    /// <summary>Closed by the bank.</summary>
    ClosedByBank,

    /// <summary>Left the country.</summary>
    LeftCountry,
}

/// <summary>A place in the randomised campaign.</summary>
/// <param name="Day">Day of the draw.</param>
/// <param name="Treated">Treated rather than control.</param>
/// <param name="Probability">Probability of that arm, 0..1.</param>
public readonly record struct MemberRow(Day Day, bool Treated, double Probability);

/// <summary>A way to reach a customer.</summary>
/// <param name="Day">Since when.</param>
/// <param name="Kind">phone, email or letter.</param>
/// <param name="Value">Number or address.</param>
/// <param name="Preferred">Whether asked for.</param>
/// <param name="State">W works, B bounced, U unreachable.</param>
/// <param name="Consent">Consent to marketing.</param>
public readonly record struct ReachRow(Day Day, string Kind, string Value, bool Preferred, char State, bool Consent);
