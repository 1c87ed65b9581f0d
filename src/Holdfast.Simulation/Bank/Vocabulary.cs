namespace Holdfast.Simulation.Bank;

/// <summary>How a customer truly responds to being contacted about staying.</summary>
public enum Response
{
    /// <summary>Stays or goes whatever is done; most stay.</summary>
    Indifferent,

    /// <summary>A contact keeps the customer.</summary>
    Persuadable,

    /// <summary>A contact wakes the wish to leave.</summary>
    SleepingDog,

    /// <summary>Leaves whatever is done.</summary>
    LostCause,
}

/// <summary>How a customer was won.</summary>
public enum Acquisition
{
    /// <summary>On the web, cost 100.</summary>
    Online,

    /// <summary>Recommended by a customer, cost 90 and a reward of 50.</summary>
    Referral,

    /// <summary>In a branch, cost 260.</summary>
    Branch,

    /// <summary>By a cash bonus, cost 300.</summary>
    CashCampaign,
}

/// <summary>A service a customer can hold beside the current account.</summary>
public enum Facility
{
    /// <summary>Bills paid through the bank; sticky.</summary>
    BillPayment,

    /// <summary>Online banking; sticky.</summary>
    OnlineBanking,

    /// <summary>Payment card; sticky.</summary>
    Card,

    /// <summary>Savings account.</summary>
    Savings,

    /// <summary>Insurance.</summary>
    Insurance,
}

/// <summary>The bank's actions: the ids of <c>actions.yaml</c> in snake case.</summary>
public enum BankAction
{
    /// <summary>A call without an offer.</summary>
    RetentionCall,

    /// <summary>The package fee waived for some months.</summary>
    FeeWaiver,

    /// <summary>A better rate on the balance.</summary>
    RateBonus,

    /// <summary>The save desk's whole offer.</summary>
    SaveDesk,

    /// <summary>Help to set up bill payment.</summary>
    ActivateBillPayment,

    /// <summary>Help to set up online banking.</summary>
    ActivateOnline,

    /// <summary>Help to use the card.</summary>
    ActivateCard,

    /// <summary>A card sold.</summary>
    SellCard,

    /// <summary>Savings sold.</summary>
    SellSavings,

    /// <summary>Insurance sold.</summary>
    SellInsurance,

    /// <summary>A dearer package.</summary>
    UpsellPackage,

    /// <summary>An unannounced thank-you.</summary>
    ThankYou,
}

/// <summary>How a relationship ended.</summary>
public enum Ending
{
    /// <summary>It lasts.</summary>
    None,

    /// <summary>Closed by the customer.</summary>
    Closed,

    /// <summary>Balance run down, account left standing, never used again.</summary>
    Silent,

    /// <summary>Died.</summary>
    Died,

    /// <summary>Written off for non-payment.</summary>
    ChargedOff,

    /// <summary>Closed by the bank.</summary>
    ClosedByBank,

    /// <summary>Left the country.</summary>
    MovedAway,
}

/// <summary>What can happen to a customer.</summary>
public enum Happening
{
    /// <summary>Became a customer; detail is 1 where won back.</summary>
    Joined,

    /// <summary>The introductory price ended.</summary>
    PromotionEnded,

    /// <summary>Notice of a price rise in a month; detail is the new monthly fee in minor units.</summary>
    PriceRise,

    /// <summary>Something went wrong at a touchpoint; detail is the <see cref="Touchpoint"/>.</summary>
    Incident,

    /// <summary>The customer complained; detail is the touchpoint.</summary>
    Complaint,

    /// <summary>The complaint was answered to the customer's satisfaction.</summary>
    ComplaintSettled,

    /// <summary>The complaint was turned down or forgotten.</summary>
    ComplaintFailed,

    /// <summary>A rival made an offer; seen by no system.</summary>
    RivalOffer,

    /// <summary>Moved house.</summary>
    MovedHouse,

    /// <summary>The salary stopped coming.</summary>
    SalaryGone,

    /// <summary>A salary began to come.</summary>
    SalaryCame,

    /// <summary>Much of the balance was spent on something big.</summary>
    BigPurchase,

    /// <summary>The member of staff the customer knew left.</summary>
    StaffLeft,

    /// <summary>The branch was merged into another.</summary>
    BranchMerged,

    /// <summary>A service began; detail is the <see cref="Facility"/>.</summary>
    ServiceBegan,

    /// <summary>Went to a dearer package; detail is the package.</summary>
    PackageRaised,

    /// <summary>The bank made contact; detail packs action, reached and taken, see <see cref="Approach"/>.</summary>
    Contacted,

    /// <summary>Withdrew the consent to be contacted for marketing.</summary>
    ConsentWithdrawn,

    /// <summary>Asked about a fee.</summary>
    FeeEnquiry,

    /// <summary>Asked how to close the account.</summary>
    ClosingAsked,

    /// <summary>Drawn into the randomised campaign; detail is 1 for treatment, 0 for control.</summary>
    Assigned,

    /// <summary>Recommended the bank to somebody; detail is 1 + the place of who joined for it, 0 where nobody did.</summary>
    Referred,

    /// <summary>The relationship ended; detail is the <see cref="Ending"/>.</summary>
    Left,
}

/// <summary>Where a customer meets the bank.</summary>
public enum Touchpoint
{
    /// <summary>Branch.</summary>
    Branch,

    /// <summary>Cash machine.</summary>
    CashMachine,

    /// <summary>Call centre.</summary>
    CallCentre,

    /// <summary>App and web.</summary>
    App,

    /// <summary>Fees and statements.</summary>
    Fees,
}
