using Holdfast.Retention.Segment;

namespace Holdfast.Retention.Decide.Rules;

/// <summary>Development is planned for mid-life (D2).</summary>
/// <param name="settings">Its figures.</param>
public sealed class DevelopmentIsForMidLife(StageOfLifeSettings settings) : PolicyRule
{
    /// <inheritdoc/>
    public override Precedence Precedence => Precedence.Development;

    /// <inheritdoc/>
    public override string Meaning => $"Selling is for the stages {string.Join(", ", settings.Develop.Select(LifecycleStages.Word))}.";

    /// <inheritdoc/>
    protected override string? Because(CustomerContext customer, RetentionAction action)
    {
        if (!action.IsSale || customer.AsksFor(action)) return null;
        var stage = customer.Standing.Segment.Stage;
        return settings.Develop.Contains(stage) ? null : $"is in stage {LifecycleStages.Word(stage)} after {customer.TenureInWords}";
    }
}

/// <summary>No selling while the propensity to leave is raised (D3).</summary>
/// <param name="settings">Its figures.</param>
public sealed class NoSaleWhileAtRisk(RaisedRiskSettings settings) : PolicyRule
{
    static readonly string[] Moments = ["a promotion ended", "a term ended", "a price rise was told", "something went wrong"];

    /// <inheritdoc/>
    public override Precedence Precedence => Precedence.Development;

    /// <inheritdoc/>
    public override string Meaning =>
        $"No sale where the churn probability is over {settings.TimesSegment} x the segment's, a complaint is open, or within {settings.QuietDays} days of a promotion's or term's end, a price rise or a bad touchpoint.";

    /// <inheritdoc/>
    protected override string? Because(CustomerContext customer, RetentionAction action)
    {
        if (!action.IsSale || customer.AsksFor(action)) return null;
        var counted = new List<string>();
        if (customer.Score.ChurnProbability > settings.TimesSegment * customer.Standing.SegmentChurn)
            counted.Add($"churn probability {Words.Share(customer.Score.ChurnProbability)} against {Words.Share(customer.Standing.SegmentChurn)} in the segment");
        foreach (var complaint in customer.State.Complaints)
        {
            if (complaint.IsOpen(customer.State.AsOf, settings.ComplaintDays)) counted.Add($"complaint of {complaint.Day} is open");
        }

        foreach (var strain in customer.State.Strains)
        {
            var days = customer.State.AsOf - strain.Day;
            if (days > 0 && days <= settings.QuietDays) counted.Add($"{Moments[(int)strain.Kind]} on {strain.Day}");
        }

        return counted.Count == 0 ? null : string.Join("; ", counted);
    }
}

/// <summary>What a customer spends rises by at most a fifth within twelve months, from all causes together (D4).</summary>
/// <param name="settings">Its figures.</param>
public sealed class SpendRisesAtMostOneFifth(SpendSettings settings) : PolicyRule
{
    /// <inheritdoc/>
    public override Precedence Precedence => Precedence.Development;

    /// <inheritdoc/>
    public override string Meaning =>
        $"What a customer spends may rise by at most {Words.Share(settings.LargestRise)} in twelve months, from sales, price rises, fees and ended promotions together.";

    /// <inheritdoc/>
    protected override string? Because(CustomerContext customer, RetentionAction action)
    {
        if (action.SpendChangeShare <= 0) return null;
        var (now, yearAgo, planned) = customer.State.Spending;
        var unseen = Unseen(customer);
        if (yearAgo <= 0 || now <= 0)
        {
            var shares = unseen + action.SpendChangeShare;
            return shares <= settings.LargestRise ? null : $"spending would rise by {Words.Share(shares)}";
        }

        var then = now * (1 + unseen + action.SpendChangeShare) + planned;
        if (then <= yearAgo * (1 + settings.LargestRise)) return null;
        var business = customer.Setting.Business;
        return $"a month's spending went from {Words.Money(yearAgo, business)} to {Words.Money(now, business)} in a year"
            + (unseen > 0 ? $", {Words.Share(unseen)} more is agreed" : "")
            + (planned > 0 ? $", {Words.Money(planned, business)} more is planned" : "")
            + $", this adds {Words.Share(action.SpendChangeShare)}: {Words.Share(then / yearAgo - 1)} in all";
    }

    /// <summary>Rise from offers that were taken too lately to be seen in the positions, as a share of today's spending.</summary>
    double Unseen(CustomerContext customer)
    {
        var sum = 0.0;
        foreach (var offer in customer.State.Offers)
        {
            if (!offer.Accepted || customer.State.AsOf - (offer.Answered ?? offer.Made) > settings.UnseenDays) continue;
            sum += Math.Max(0, customer.Setting.Find(offer.Action)?.SpendChangeShare ?? 0);
        }

        return sum;
    }
}

/// <summary>At most one sales campaign per customer in a rolling quarter (D5).</summary>
/// <param name="settings">Its figures.</param>
public sealed class OneSalePerQuarter(SalesPressureSettings settings) : PolicyRule
{
    static readonly string[] Purposes = ["upsell", "cross_sell", "raise_frequency"];

    /// <inheritdoc/>
    public override Precedence Precedence => Precedence.Development;

    /// <inheritdoc/>
    public override string Meaning => $"At most {settings.Most} sales campaign in {settings.Days} days.";

    /// <inheritdoc/>
    protected override string? Because(CustomerContext customer, RetentionAction action)
    {
        if (!action.IsSale || customer.AsksFor(action)) return null;
        var state = customer.State;
        var contacts = state.Contacts
            .Where(contact => !contact.Inbound && Purposes.Contains(contact.Purpose, StringComparer.Ordinal) && state.AsOf - contact.Day <= settings.Days)
            .Select(contact => contact.Day);
        var offers = state.Offers
            .Where(offer => state.AsOf - offer.Made <= settings.Days && customer.Setting.Find(offer.Action) is { IsSale: true })
            .Select(offer => offer.Made);
        var days = contacts.Concat(offers).Distinct().Order().ToArray();
        return days.Length >= settings.Most ? $"{Words.Count(days.Length, "sales campaign")} in {settings.Days} days: {string.Join(", ", days)}" : null;
    }
}

/// <summary>Those we contact most are not sold to (D5).</summary>
public sealed class MostContactedAreCapped : PolicyRule
{
    /// <inheritdoc/>
    public override Precedence Precedence => Precedence.Development;

    /// <inheritdoc/>
    public override string Meaning => "No sale to the most contacted share of customers.";

    /// <inheritdoc/>
    protected override string? Because(CustomerContext customer, RetentionAction action)
    {
        if (!action.IsSale || customer.AsksFor(action)) return null;
        var contacts = CustomerContext.ContactsOfYear(customer.State);
        return contacts >= customer.Setting.MostContactedFrom ? $"{Words.Count(contacts, "contact")} in a year; the most contacted begin at {customer.Setting.MostContactedFrom}" : null;
    }
}

/// <summary>Customers who bring a loss are not sold into profit (D7).</summary>
/// <param name="settings">Its figures.</param>
public sealed class NoCrossSellIntoProfit(ProfitSettings settings) : PolicyRule
{
    /// <inheritdoc/>
    public override Precedence Precedence => Precedence.Development;

    /// <inheritdoc/>
    public override string Meaning =>
        $"No sale where the contribution of the next {settings.Months} months is expected to be negative; the first {settings.ExemptDays} days are exempt.";

    /// <inheritdoc/>
    protected override string? Because(CustomerContext customer, RetentionAction action)
    {
        if (!action.IsSale || customer.TenureDays < settings.ExemptDays) return null;
        var contribution = customer.Contribution(settings.Months);
        return contribution < settings.Least ? $"expected contribution of {settings.Months} months is {Words.Money(contribution, customer.Setting.Business)}" : null;
    }
}

/// <summary>The customer's need comes before the product's target (D8).</summary>
public sealed class NeedBeforeTarget : PolicyRule
{
    /// <inheritdoc/>
    public override Precedence Precedence => Precedence.Development;

    /// <inheritdoc/>
    public override string Meaning => "No sale without a need of the customer's that is not met yet.";

    /// <inheritdoc/>
    protected override string? Because(CustomerContext customer, RetentionAction action)
    {
        if (!action.IsSale) return null;
        if (string.IsNullOrWhiteSpace(action.Need)) return "the action names no need";
        foreach (var other in customer.Setting.Actions)
        {
            if (other.Id != action.Id && other.Need == action.Need && other.Product is { } product && product != action.Product && customer.State.Holds(product))
                return $"the need is met by {product}";
        }

        return null;
    }
}

/// <summary>Sticky services are activated before more is sold (D10).</summary>
public sealed class StickyServicesFirst : PolicyRule
{
    /// <inheritdoc/>
    public override Precedence Precedence => Precedence.Development;

    /// <inheritdoc/>
    public override string Meaning => "No sale while a sticky service can still be activated, unless the sale is of a sticky service.";

    /// <inheritdoc/>
    protected override string? Because(CustomerContext customer, RetentionAction action)
    {
        if (!action.IsSale || customer.OpenActivation is not { } open || customer.AsksFor(action)) return null;
        var sticky = action.Product is { } product && customer.Setting.Business.StickyProducts.Contains(product, StringComparer.Ordinal);
        return sticky ? null : $"{open} comes first";
    }
}
