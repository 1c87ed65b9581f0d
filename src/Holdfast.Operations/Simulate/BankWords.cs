using System.Globalization;
using Holdfast.Retention.Facts;
using Holdfast.Simulation.Bank;

namespace Holdfast.Operations.Simulate;

/// <summary>The codes in which the bank's systems speak; the mappings of the bank template turn them into words.</summary>
static class BankWords
{
    static readonly string[] Bookings = ["101", "102", "201", "202", "103", "203", "204", "205", "206", "301", "302", "401"];
    static readonly string[] Entries = ["INC", "CMP", "CMS", "CMF", "VIS", "CAL", "ADR", "PRC", "PRM", "SOE", "ADV", "MRG", "REF", "CLO", "FEQ"];
    static readonly string[] Reasons = ["R01", "R02", "R03", "R04", "R05", "R06", "R99", "R81", "R82", "R83", "R84"];
    static readonly string[] Actions = ["RCALL", "WAIVE", "RBON", "SAVE", "ABILL", "AONL", "ACARD", "XCARD", "XSAV", "XINS", "UPAC", "THANK"];
    static readonly string[] Rivals = ["Alder Bank", "Birch Bank", "Cedar Direct", "Dogwood Savings", "Elm Online", "Fir Credit"];
    static readonly Dictionary<string, string> Languages = new(StringComparer.Ordinal) { ["en"] = "ENG", ["fa"] = "FAS", ["zh"] = "ZHO", ["hy"] = "HYE", ["uk"] = "UKR" };

    public static string Booking(Booking kind) => Bookings[(int)kind];

    public static string Entry(ServiceEntry entry) => Entries[(int)entry];

    public static string Reason(ExitCode reason) => Reasons[(int)reason];

    public static string Action(BankAction action) => Actions[(int)action];

    public static string Language(string tag) => Languages[tag];

    public static string Rival(int number) => Rivals[(number - 1) % Rivals.Length];

    public static string Branch(int branch) => "B" + (branch + 1).ToString("00", CultureInfo.InvariantCulture);

    public static string Digits(int value) => value.ToString(CultureInfo.InvariantCulture);

    public static string Product(Product product) => ((int)product + 1).ToString("00", CultureInfo.InvariantCulture);

    public static string Channel(Acquisition channel) => channel switch
    {
        Acquisition.Online => "W",
        Acquisition.Referral => "R",
        Acquisition.Branch => "B",
        _ => "C",
    };

    public static string Origin(Origin origin) => origin switch
    {
        Retention.Facts.Origin.Acquired => "N",
        Retention.Facts.Origin.WonBack => "W",
        Retention.Facts.Origin.Migrated => "M",
        _ => "P",
    };

    public static string Closing(Ending ending) => ending switch
    {
        Ending.None => "",
        Ending.Closed or Ending.Silent => "10",
        Ending.Died => "20",
        Ending.ChargedOff => "30",
        Ending.ClosedByBank => "40",
        _ => "50",
    };

    public static string Where(Touchpoint? where) => where switch
    {
        Touchpoint.Branch => "BR",
        Touchpoint.CashMachine => "CM",
        Touchpoint.CallCentre => "CC",
        Touchpoint.App => "AP",
        Touchpoint.Fees => "FE",
        _ => "",
    };

    public static string OtherSide(Booking kind, int number) => number == 0 ? "" : kind switch
    {
        Simulation.Bank.Booking.Salary => "employer " + Digits(number),
        Simulation.Bank.Booking.CardPayment or Simulation.Bank.Booking.Reversal => "shop " + Digits(number),
        Simulation.Bank.Booking.TransferOwn => Rival(number),
        Simulation.Bank.Booking.BillPayment => "utility " + Digits(number),
        Simulation.Bank.Booking.StandingOrder => "standing " + Digits(number),
        _ => "payee " + Digits(number),
    };

    public static string Instrument(Instrument instrument) => instrument switch
    {
        Simulation.Bank.Instrument.Nps => "NPS",
        Simulation.Bank.Instrument.Csat => "CSAT",
        Simulation.Bank.Instrument.Complaint => "CMPL",
        _ => "EXIT",
    };

    public static string ScaleTop(Instrument instrument) => instrument switch
    {
        Simulation.Bank.Instrument.Nps => "10",
        Simulation.Bank.Instrument.Csat => "5",
        _ => "",
    };

    public static string Topic(Topic topic) => topic switch
    {
        Simulation.Bank.Topic.Fees => "fees",
        Simulation.Bank.Topic.Branch => "branch",
        Simulation.Bank.Topic.App => "app",
        Simulation.Bank.Topic.Rival => "rival",
        Simulation.Bank.Topic.Unused => "unused",
        Simulation.Bank.Topic.Praise => "praise",
        _ => "service",
    };

    public static string Campaign(Drive drive) => drive switch
    {
        Drive.Welcome => "welcome",
        Drive.Randomised => "spring_retention",
        Drive.Picked => "risk_list",
        Drive.Decided => "decided",
        _ => "everyday",
    };

    public static string ChannelOf(string channel) => channel switch
    {
        "phone" => "TEL",
        "email" => "MAIL",
        "sms" => "SMS",
        "app" => "APP",
        "letter" => "POST",
        _ => "BRANCH",
    };

    public static string Result(Approach approach) => approach switch
    {
        { Reached: false } => "NR",
        { Objected: true } => "OBJ",
        { Tone: Tone.Inclined } => "INC",
        { Tone: Tone.Undecided } => "THK",
        { Tone: Tone.NotInterested } => "NOI",
        { Tone: Tone.CutShort } => "CUT",
        { Taken: true } => "YES",
        _ => "NO",
    };

    public static string ContactChannel(Drive drive, int turn) =>
        drive == Drive.Everyday && turn % 3 != 0 ? turn % 3 == 1 ? "MAIL" : "SMS" : "TEL";
}
