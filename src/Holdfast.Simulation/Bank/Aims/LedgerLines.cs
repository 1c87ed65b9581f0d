using Holdfast.Retention.Facts;

namespace Holdfast.Simulation.Bank.Aims;

/// <summary>Counts for each requirement how many customers of a sample bank it matters to.</summary>
/// <remarks>Where a requirement is about the software and not about customers, what it has to deal with is counted, and its words say so.</remarks>
public sealed class LedgerLines(World world)
{
    const int Year = 365, Quarter = 90, Ever = 100_000;
    readonly int[] _counts = new int[Lines.Length];

    static readonly (string Id, string Whom, Func<Sighting, bool> Matters)[] Lines =
    [
        ("M1", "were customers in the last year", c => c.Customer.Spells[^1].Until > c.World.Settings.LastDay - Year),
        ("M2", "joined in the years lived", c => c.IsNewcomer),
        ("M3", "left, at some branch and by some channel", c => c.Customer.Spells[0].Ending != Ending.None),
        ("M4", "left with a reason written down", c => c.Rows.Exits.Count > 0),
        ("M5", "left by choice", c => c.Ended(Ending.Closed, Ending.Silent)),
        ("M6", "joined and left again", c => c.IsNewcomer && c.Customer.Spells[0].Ending != Ending.None),
        ("M7", "cost more than they brought in the last year", c => c.MarginOfYear() < 0),
        ("M8", "are there and worth something: would bring more if they stayed longer", c => c.IsHere && c.Truth.Value > 0),
        ("M9", "joined, left by choice or came back in the last year", c => c.LeftWithin(Year) || c.World.Settings.LastDay - c.Customer.Spells[^1].From < Year),
        ("M10", "left by choice in the last year", c => c.LeftWithin(Year)),
        ("M11", "had something go wrong at a touchpoint in the last year", c => c.Logged(Year, ServiceEntry.Incident)),
        ("M12", "sent money to a rival in the last year or named one on leaving", c => c.Booked(Year, Booking.TransferOwn) || c.Rows.Exits.Exists(e => e.Competitor > 0)),
        ("M13", "are or were bound by an introductory price in the years lived", c => c.Traits.OnPromotion && c.Traits.PromotionEnds > c.World.Settings.FirstDay),
        ("M14", "left by choice in the last 13 weeks", c => c.LeftWithin(91)),
        ("M15", "will see a promotion end in the next 13 weeks, or a price rise in them", c => c.IsHere && (!c.Last.Promoted || c.Traits.PromotionEnds - c.World.Settings.LastDay <= 91)),
        ("M16", "took an offer or a call meant to keep them in the last year and are there", c => c.IsHere && c.Contacted(Year, a => a.Action <= BankAction.SaveDesk && a.Taken)),
        ("M17", "asked how to close, or closed, in the last year", c => c.Logged(Year, ServiceEntry.ClosingAsked) || c.LeftWithin(Year)),
        ("P1", "are there and may leave", c => c.IsHere),
        ("P2", "have an introductory price still running, or that ended in the last year", c => c.IsHere && c.Traits.OnPromotion && c.Traits.PromotionEnds > c.World.Settings.LastDay - Year),
        ("P3", "are at risk and worth something", c => c.IsAtRisk && c.Truth.Value > 0),
        ("P4", "can be persuaded, or are driven away", c => c.IsHere && c.Truth.Response is Response.Persuadable or Response.SleepingDog),
        ("P5", "are at risk, so that a clerk will ask why", c => c.IsAtRisk),
        ("P6", "were there a quarter before the last day, so that a prediction for them can be judged", c => c.Customer.Spells[^1].Until > c.World.Settings.LastDay - 97 && c.TenureDays > 97),
        ("P7", "are there without a formed habit", c => c.IsHere && c.Last.Habit < 0.4),
        ("S1", "are there with a year of balances", c => c.IsHere && c.Rows.Balances.Count >= 12),
        ("S2", "are in their first year", c => c.IsHere && c.TenureDays < Year),
        ("S3", "are there and will cost more than they bring", c => c.IsHere && c.Truth.Value < 0),
        ("S4", "had a fragile moment in the last quarter", c => c.IsHere && (c.Last.Drained > 0.3 || c.Logged(Quarter, ServiceEntry.StandingOrderEnded, ServiceEntry.PromotionEnd, ServiceEntry.AdviserLeft, ServiceEntry.AddressChange, ServiceEntry.ComplaintFailed))),
        ("S5", "said in words what they need, in the last year", c => c.Said(Year, s => s.Text is not null)),
        ("S6", "have a birthday in the next 30 days", c => c.IsHere && c.Rows.Profile.BirthDate.Date.Month == (c.World.Settings.LastDay + 15).Date.Month),
        ("D1", "are at risk and lack a service that could be sold", c => c.IsAtRisk && (c.Lacks(Facility.Savings) || c.Lacks(Facility.Insurance))),
        ("D2", "are in mid-life: more than a year a customer and not at risk", c => c.IsHere && !c.IsAtRisk && c.TenureDays > Year),
        ("D3", "are troubled by a complaint, a price or a rival's offer", c => c.IsTroubled),
        ("D4", "saw their price rise in the last year", c => c.IsHere && c.Logged(Year, ServiceEntry.PriceRise, ServiceEntry.PromotionEnd)),
        ("D5", "were sold to in the last quarter", c => c.Contacted(Quarter, a => a.Action is >= BankAction.SellCard and <= BankAction.UpsellPackage)),
        ("D6", "came or called in the last quarter", c => c.IsHere && c.Logged(Quarter, ServiceEntry.Visit, ServiceEntry.Call, ServiceEntry.FeeEnquiry)),
        ("D7", "will cost more than they bring after their first year", c => c.IsHere && c.Truth.Value < 0 && c.TenureDays > Year),
        ("D8", "were offered something in the last year that they did not want", c => c.Contacted(Year, a => a.Reached && !a.Taken && a.Action is >= BankAction.SellCard and <= BankAction.UpsellPackage)),
        ("D9", "pay the full price while newcomers do not", c => c.IsHere && !c.Last.Promoted),
        ("D10", "lack a sticky service", c => c.IsHere && c.Last.StickyServices < 3),
        ("D11", "would bring more than 5 by some action", c => c.IsHere && c.Truth.Answers.Any(a => a.Gain > 500)),
        ("D12", "came or called in the last week", c => c.IsHere && c.Logged(7, ServiceEntry.Visit, ServiceEntry.Call, ServiceEntry.FeeEnquiry, ServiceEntry.Complaint)),
        ("D13", "were contacted in the last year, so that history can judge a policy", c => c.Contacted(Year, _ => true)),
        ("D14", "asked how to close and stayed", c => c.IsHere && c.Logged(Ever, ServiceEntry.ClosingAsked)),
        ("D15", "are at risk and lack a sticky service: two levels at once", c => c.IsAtRisk && c.Last.StickyServices < 3),
        ("A1", "joined in the last year and are there", c => c.IsHere && c.TenureDays < Year),
        ("A2", "complained in the last year", c => c.Logged(Year, ServiceEntry.Complaint)),
        ("A3", "are worth more than 500 in two years", c => c.IsHere && c.Truth.Value > 500_00),
        ("A4", "were thanked in the last year", c => c.Contacted(Year, a => a.Action == BankAction.ThankYou && a.Reached)),
        ("A5", "were promised an answer to a complaint in the last year", c => c.Logged(Year, ServiceEntry.ComplaintSettled, ServiceEntry.ComplaintFailed)),
        ("A6", "joined with expectations that were disappointed", c => c.IsNewcomer && c.Traits.Misfit > 1),
        ("A7", "are companies, where several people decide", c => c.Traits.Company),
        ("A8", "have been customers for five years", c => c.IsHere && c.TenureDays > 5 * Year),
        ("A9", "recommended the bank", c => c.Logged(Ever, ServiceEntry.Referral)),
        ("A10", "left by choice in the last year and were worth having back", c => c.LeftWithin(Year) && c.Traits.Worth > 80),
        ("A11", "cannot or may not be reached by some channel", c => c.Rows.Reaches.Exists(r => !r.Consent || r.State != 'W')),
        ("A12", "let the account stand unused instead of leaving", c => c.Ended(Ending.Silent)),
        ("A13", "had an introductory price end in the years lived", c => c.Logged(Ever, ServiceEntry.PromotionEnd)),
        ("A14", "had something go wrong with a person, in a branch or on the telephone", c => c.Rows.Service.Exists(r => r.Entry == ServiceEntry.Incident && r.Touchpoint is Touchpoint.Branch or Touchpoint.CallCentre)),
        ("A15", "asked how to close", c => c.Logged(Ever, ServiceEntry.ClosingAsked)),
        ("L1", "answered a survey in the last year", c => c.Said(Year, s => s.Score >= 0)),
        ("L2", "said something in words", c => c.Rows.Surveys.Exists(s => s.Text is not null)),
        ("L3", "complained and were told what was done, or not, in the last year", c => c.Logged(Year, ServiceEntry.ComplaintSettled, ServiceEntry.ComplaintFailed)),
        ("L4", "spoke of fees or the app: matters of the product, not of their case", c => c.Rows.Surveys.Exists(s => s.Text is not null && s.About is Topic.Fees or Topic.App)),
        ("N1", "were drawn into the randomised campaign", c => c.Rows.Members.Count > 0),
        ("N2", "were contacted by some campaign", c => c.Rows.Contacts.Count > 0),
        ("N3", "were called in the randomised campaign, with the result known", c => c.Rows.Members.Exists(m => m.Treated)),
        ("N4", "left with the reason \"other\", or at a month's end", c => c.Rows.Exits.Exists(e => e.Reason == ExitCode.Other) || c.Customer.Spells.Any(s => s.Ending == Ending.Closed && s.Until == s.Until.MonthStart)),
        ("R1", "were migrated, bought or merged, or came back: several records of one customer", c => c.Rows.Relationships.Exists(r => r.Origin != Origin.Acquired) || c.Rows.Relationships.Exists(r => r.Branch != c.Rows.Relationships[0].Branch)),
        ("R2", "have any fact (about the software: all it must stay small for)", c => c.Rows.Relationships.Count > 0),
        ("R3", "withheld or withdrew their consent", c => c.Rows.Reaches.Exists(r => !r.Consent)),
        ("R4", "speak another language than English", c => c.Rows.Profile.Language != "en"),
        ("R5", "live on one machine (about the software: all of them)", _ => true),
        ("R6", "are in arrears, ill or bereaved", c => c.IsHere && (c.Last.Arrears > 0 || c.Rows.Profile.Care != CareNote.None)),
    ];

    /// <summary>Adds a customer.</summary>
    public void Add(SimulatedCustomer customer)
    {
        var sighting = new Sighting(world, customer);
        for (var i = 0; i < Lines.Length; i++)
        {
            if (Lines[i].Matters(sighting)) _counts[i]++;
        }
    }

    /// <summary>Every requirement with its count.</summary>
    public IReadOnlyList<LedgerLine> All() => [.. Lines.Select((line, i) => new LedgerLine(line.Id, line.Whom, _counts[i]))];
}
