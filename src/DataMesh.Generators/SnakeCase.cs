using System.Globalization;
using System.Text;

namespace DataMesh.Generators;

/// <summary>Column names of members: <c>FlightId</c> is flight_id, <c>IATACode</c> iata_code, <c>Amount2</c> amount2, <c>Vat20Rate</c> vat20_rate.</summary>
internal static class SnakeCase
{
    public static string From(string member)
    {
        StringBuilder text = new(member.Length + 8);
        for (int i = 0; i < member.Length; i++)
        {
            if (i > 0 && StartsWord(member, i))
                text.Append('_');
            text.Append(char.ToLower(member[i], CultureInfo.InvariantCulture));
        }
        return text.ToString();
    }

    private static bool StartsWord(string text, int i) => char.IsUpper(text[i]) && text[i - 1] != '_'
        && (!char.IsUpper(text[i - 1]) || (i + 1 < text.Length && char.IsLower(text[i + 1])));
}
