using Holdfast.Retention.Facts;

namespace Holdfast.Store.Warehouse;

/// <summary>Facts from rows; the numbers are the places of the columns in <see cref="FactQuery"/>.</summary>
static class FactRows
{
    public static Party Party(FactRow r) => new(
        r.At(4), r.Known, r.Text(5) == "company" ? PartyKind.Company : PartyKind.Person, r.Text(6), r.DayIfGiven(7), r.Text(8),
        r.Text(9), r.Text(10), r.Text(11), r.Text(12));

    public static PartyAttribute Attribute(FactRow r) => new(r.At(4), r.Known, r.Code(5), r.Code(6), r.Number(7));

    public static ContactPoint ContactPoint(FactRow r) => new(
        r.At(4), r.Known, r.Code(5), r.Text(6)!, r.Flag(7, otherwise: false), r.Code(8), r.Flag(9, otherwise: true));

    public static (Spell Spell, Code Leaving) Spell(FactRow r)
    {
        var (kind, origin) = (r.Text(6), r.Text(7));
        var leaving = kind switch
        {
            "voluntary" => Leaving.Voluntary,
            "involuntary" => Leaving.Involuntary,
            "administrative" => Leaving.Administrative,
            _ => Leaving.None,
        };
        var began = origin switch
        {
            "won_back" => Origin.WonBack,
            "migrated" => Origin.Migrated,
            "bought" => Origin.Bought,
            _ => Origin.Acquired,
        };
        var spell = new Spell(r.Known, r.Day(4), r.DayIfGiven(5), leaving, began, r.Code(8), r.WholeIfGiven(9), r.Code(10), r.Code(11));
        return (spell, leaving == Leaving.None ? r.Code(6) : Code.None);
    }

    public static Agreement Agreement(FactRow r) => new(
        r.Known, r.NewAgreement(4), r.Text(4)!, r.Code(5), Bond(r.Text(6)), r.Day(7), r.DayIfGiven(8), r.Code(9), r.Text(10),
        r.DayIfGiven(11), r.DayIfGiven(12), r.Whole(13), r.Whole(14), r.Code(15));

    public static Holding Holding(FactRow r) => new(r.Known, r.Text(4)!, r.Code(5), r.Day(6), r.DayIfGiven(7));

    public static Position Position(FactRow r) => new(
        r.Day(4), r.Known, r.Agreement(5), r.Whole(6), r.Whole(7), r.Whole(8), r.Whole(9), r.Whole(10), r.Whole(11));

    public static Event Event(FactRow r) => new(
        r.At(4), r.Known, r.Code(5), r.Code(6), r.Agreement(7), r.Whole(8), r.Whole(9), r.Code(10), r.Code(11), r.Flag(12, otherwise: true));

    public static Contact Contact(FactRow r) => new(
        r.At(4), r.Known, r.Text(5) == "inbound", r.Code(6), r.Code(7), r.Code(8), (int)(r.WholeIfGiven(9) ?? 1), r.Flag(10, otherwise: true), r.Code(11), r.Whole(12));

    public static Offer Offer(FactRow r) => new(r.Known, r.Code(4), r.Day(5), r.DayIfGiven(6), r.Flag(7, otherwise: false), r.DayIfGiven(8));

    public static Feedback Feedback(FactRow r) => new(r.At(4), r.Known, r.Code(5), r.Number(6), r.Number(7), r.Text(8), r.Code(9), r.Code(10));

    public static Assignment Assignment(FactRow r) => new(r.At(4), r.Known, r.Code(5), r.Code(6), r.Number(7));

    static Bond Bond(string? word) => word switch
    {
        "fixed" => Retention.Facts.Bond.Fixed,
        "prepaid" => Retention.Facts.Bond.Prepaid,
        _ => Retention.Facts.Bond.Rolling,
    };
}
