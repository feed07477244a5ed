namespace DataMesh;

/// <summary>Grants and offers in policy documents.</summary>
internal static class GrantYaml
{
    /// <summary>A grant.</summary>
    public static YamlMapping Write(Grant grant, bool withOrigin)
    {
        YamlMapping node = RecipientsYaml.WriteTo(new YamlMapping().Add("name", grant.Name), grant.To)
            .AddOptional("purposes", YamlSequence.Of(grant.Purposes.Select(p => p.ToString())))
            .AddOptional("from", grant.ValidFrom is { } from ? InstantText.Spell(from) : null)
            .AddOptional("until", grant.ValidUntil is { } until ? InstantText.Spell(until) : null)
            .AddOptional("regions", YamlSequence.Of(grant.Regions));
        return WriteSight(node, grant.Gives, grant.OwnUseOnly).AddOptional("obligations", YamlSequence.Of(grant.Obligations)).AddOptional("origin", withOrigin ? grant.Origin : null);
    }

    /// <summary>An offer.</summary>
    public static YamlMapping Write(Offer offer, bool withOrigin)
    {
        YamlMapping node = new YamlMapping().Add("name", offer.Name)
            .AddOptional("purposes", YamlSequence.Of(offer.Purposes.Select(p => p.ToString())))
            .AddOptional("maximumTerm", offer.MaximumTerm is { } term ? DurationText.Spell(term) : null)
            .AddOptional("regions", YamlSequence.Of(offer.Regions));
        return WriteSight(node, offer.Gives, offer.OwnUseOnly).AddOptional("obligations", YamlSequence.Of(offer.Obligations)).AddOptional("origin", withOrigin ? offer.Origin : null);
    }

    /// <summary>Reads a grant of version 1, which had recipients and purposes only.</summary>
    public static Grant ReadFirst(YamlMapping grant)
    {
        PolicyNode.Check(grant, "name", "domains", "roles", "purposes");
        return new Grant { Name = grant.GetText("name"), To = RecipientsYaml.Read(grant), Purposes = ReadPurposes(grant) };
    }

    /// <summary>Reads a grant.</summary>
    public static Grant ReadGrant(YamlMapping grant)
    {
        PolicyNode.Check(grant, "name", "domains", "roles", "users", "products", "when", "purposes", "from", "until", "regions", "ownUse", "rows", "columns", "exclude", "masks", "obligations", "origin");
        return new Grant
        {
            Name = grant.GetText("name"),
            To = RecipientsYaml.Read(grant),
            Purposes = ReadPurposes(grant),
            ValidFrom = grant.FindScalar("from") is { } from ? InstantText.Read(from) : null,
            ValidUntil = grant.FindScalar("until") is { } until ? InstantText.Read(until) : null,
            Regions = grant.GetTexts("regions"),
            OwnUseOnly = grant.GetFlag("ownUse"),
            Gives = ReadSight(grant),
            Obligations = grant.GetTexts("obligations"),
            Origin = grant.FindText("origin"),
        };
    }

    /// <summary>Reads an offer.</summary>
    public static Offer ReadOffer(YamlMapping offer)
    {
        PolicyNode.Check(offer, "name", "purposes", "maximumTerm", "regions", "ownUse", "rows", "columns", "exclude", "masks", "obligations", "origin");
        return new Offer
        {
            Name = offer.GetText("name"),
            Purposes = ReadPurposes(offer) is { Length: > 0 } purposes ? purposes : throw offer.Error("'purposes' is missing: an offer is for at least one."),
            MaximumTerm = offer.FindScalar("maximumTerm") is { } term ? DurationText.Read(term) : null,
            Regions = offer.GetTexts("regions"),
            OwnUseOnly = offer.GetFlag("ownUse"),
            Gives = ReadSight(offer),
            Obligations = offer.GetTexts("obligations"),
            Origin = offer.FindText("origin"),
        };
    }

    /// <summary>The purposes of an element; an absent list means any.</summary>
    public static Purpose[] ReadPurposes(YamlMapping element) => PolicyNode.GetValues<Purpose>(element, "purposes", "purpose");

    private static YamlMapping WriteSight(YamlMapping node, Sight sight, bool ownUseOnly)
    {
        if (ownUseOnly)
            node.Add("ownUse", YamlScalar.Of(true));
        node.AddOptional("rows", sight.Rows?.ToString());
        if (sight.Columns is { } columns)
            node.Add("columns", YamlSequence.Of(columns));
        return node.AddOptional("exclude", YamlSequence.Of(sight.Excluded)).AddOptional("masks", YamlSequence.Of(
            sight.Masks.Select(m => new YamlMapping().Add("column", m.Column).Add("mask", m.Mask.ToString()))));
    }

    private static Sight ReadSight(YamlMapping element) => new()
    {
        Rows = PolicyNode.FindFilter(element, "rows"),
        Columns = element.Find("columns") is null ? null : element.GetTexts("columns"),
        Excluded = element.GetTexts("exclude"),
        Masks = ReadMasks(element),
    };

    private static List<MaskedColumn> ReadMasks(YamlMapping element)
    {
        List<MaskedColumn> masks = [];
        HashSet<string> columns = new(StringComparer.Ordinal);
        foreach (YamlMapping item in element.GetMappings("masks"))
        {
            PolicyNode.Check(item, "column", "mask");
            MaskedColumn mask = new() { Column = item.GetText("column"), Mask = PolicyNode.GetMask(item, "mask") };
            if (!columns.Add(mask.Column))
                throw item.Error($"the column '{mask.Column}' is masked twice.");
            masks.Add(mask);
        }
        return masks;
    }
}
