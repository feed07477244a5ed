namespace DataMesh.Benchmarks;

/// <summary>A record of 5 columns: every fifth a text, the others numbers.</summary>
[DataSchema]
public sealed partial record Wide5 : IWide<Wide5>
{
    public long N0 { get; init; } public int N1 { get; init; } public double N2 { get; init; } public long N3 { get; init; } public string T4 { get; init; } = "";

    static Wide5 IWide<Wide5>.Create(int ordinal) => new()
    {
        N0 = ordinal * 1L, N1 = ordinal * 2, N2 = ordinal * 3.5, N3 = ordinal * 4L, T4 = Texts.Of(ordinal + 4),
    };
}

/// <summary>A record of 20 columns: every fifth a text, the others numbers.</summary>
[DataSchema]
public sealed partial record Wide20 : IWide<Wide20>
{
    public long N0 { get; init; } public int N1 { get; init; } public double N2 { get; init; } public long N3 { get; init; } public string T4 { get; init; } = "";
    public long N5 { get; init; } public int N6 { get; init; } public double N7 { get; init; } public long N8 { get; init; } public string T9 { get; init; } = "";
    public long N10 { get; init; } public int N11 { get; init; } public double N12 { get; init; } public long N13 { get; init; } public string T14 { get; init; } = "";
    public long N15 { get; init; } public int N16 { get; init; } public double N17 { get; init; } public long N18 { get; init; } public string T19 { get; init; } = "";

    static Wide20 IWide<Wide20>.Create(int ordinal) => new()
    {
        N0 = ordinal * 1L, N1 = ordinal * 2, N2 = ordinal * 3.5, N3 = ordinal * 4L, T4 = Texts.Of(ordinal + 4),
        N5 = ordinal * 6L, N6 = ordinal * 7, N7 = ordinal * 8.5, N8 = ordinal * 9L, T9 = Texts.Of(ordinal + 9),
        N10 = ordinal * 11L, N11 = ordinal * 12, N12 = ordinal * 13.5, N13 = ordinal * 14L, T14 = Texts.Of(ordinal + 14),
        N15 = ordinal * 16L, N16 = ordinal * 17, N17 = ordinal * 18.5, N18 = ordinal * 19L, T19 = Texts.Of(ordinal + 19),
    };
}

/// <summary>A record of 50 columns: every fifth a text, the others numbers.</summary>
[DataSchema]
public sealed partial record Wide50 : IWide<Wide50>
{
    public long N0 { get; init; } public int N1 { get; init; } public double N2 { get; init; } public long N3 { get; init; } public string T4 { get; init; } = "";
    public long N5 { get; init; } public int N6 { get; init; } public double N7 { get; init; } public long N8 { get; init; } public string T9 { get; init; } = "";
    public long N10 { get; init; } public int N11 { get; init; } public double N12 { get; init; } public long N13 { get; init; } public string T14 { get; init; } = "";
    public long N15 { get; init; } public int N16 { get; init; } public double N17 { get; init; } public long N18 { get; init; } public string T19 { get; init; } = "";
    public long N20 { get; init; } public int N21 { get; init; } public double N22 { get; init; } public long N23 { get; init; } public string T24 { get; init; } = "";
    public long N25 { get; init; } public int N26 { get; init; } public double N27 { get; init; } public long N28 { get; init; } public string T29 { get; init; } = "";
    public long N30 { get; init; } public int N31 { get; init; } public double N32 { get; init; } public long N33 { get; init; } public string T34 { get; init; } = "";
    public long N35 { get; init; } public int N36 { get; init; } public double N37 { get; init; } public long N38 { get; init; } public string T39 { get; init; } = "";
    public long N40 { get; init; } public int N41 { get; init; } public double N42 { get; init; } public long N43 { get; init; } public string T44 { get; init; } = "";
    public long N45 { get; init; } public int N46 { get; init; } public double N47 { get; init; } public long N48 { get; init; } public string T49 { get; init; } = "";

    static Wide50 IWide<Wide50>.Create(int ordinal) => new()
    {
        N0 = ordinal * 1L, N1 = ordinal * 2, N2 = ordinal * 3.5, N3 = ordinal * 4L, T4 = Texts.Of(ordinal + 4),
        N5 = ordinal * 6L, N6 = ordinal * 7, N7 = ordinal * 8.5, N8 = ordinal * 9L, T9 = Texts.Of(ordinal + 9),
        N10 = ordinal * 11L, N11 = ordinal * 12, N12 = ordinal * 13.5, N13 = ordinal * 14L, T14 = Texts.Of(ordinal + 14),
        N15 = ordinal * 16L, N16 = ordinal * 17, N17 = ordinal * 18.5, N18 = ordinal * 19L, T19 = Texts.Of(ordinal + 19),
        N20 = ordinal * 21L, N21 = ordinal * 22, N22 = ordinal * 23.5, N23 = ordinal * 24L, T24 = Texts.Of(ordinal + 24),
        N25 = ordinal * 26L, N26 = ordinal * 27, N27 = ordinal * 28.5, N28 = ordinal * 29L, T29 = Texts.Of(ordinal + 29),
        N30 = ordinal * 31L, N31 = ordinal * 32, N32 = ordinal * 33.5, N33 = ordinal * 34L, T34 = Texts.Of(ordinal + 34),
        N35 = ordinal * 36L, N36 = ordinal * 37, N37 = ordinal * 38.5, N38 = ordinal * 39L, T39 = Texts.Of(ordinal + 39),
        N40 = ordinal * 41L, N41 = ordinal * 42, N42 = ordinal * 43.5, N43 = ordinal * 44L, T44 = Texts.Of(ordinal + 44),
        N45 = ordinal * 46L, N46 = ordinal * 47, N47 = ordinal * 48.5, N48 = ordinal * 49L, T49 = Texts.Of(ordinal + 49),
    };
}

/// <summary>A record of 100 columns: every fifth a text, the others numbers.</summary>
[DataSchema]
public sealed partial record Wide100 : IWide<Wide100>
{
    public long N0 { get; init; } public int N1 { get; init; } public double N2 { get; init; } public long N3 { get; init; } public string T4 { get; init; } = "";
    public long N5 { get; init; } public int N6 { get; init; } public double N7 { get; init; } public long N8 { get; init; } public string T9 { get; init; } = "";
    public long N10 { get; init; } public int N11 { get; init; } public double N12 { get; init; } public long N13 { get; init; } public string T14 { get; init; } = "";
    public long N15 { get; init; } public int N16 { get; init; } public double N17 { get; init; } public long N18 { get; init; } public string T19 { get; init; } = "";
    public long N20 { get; init; } public int N21 { get; init; } public double N22 { get; init; } public long N23 { get; init; } public string T24 { get; init; } = "";
    public long N25 { get; init; } public int N26 { get; init; } public double N27 { get; init; } public long N28 { get; init; } public string T29 { get; init; } = "";
    public long N30 { get; init; } public int N31 { get; init; } public double N32 { get; init; } public long N33 { get; init; } public string T34 { get; init; } = "";
    public long N35 { get; init; } public int N36 { get; init; } public double N37 { get; init; } public long N38 { get; init; } public string T39 { get; init; } = "";
    public long N40 { get; init; } public int N41 { get; init; } public double N42 { get; init; } public long N43 { get; init; } public string T44 { get; init; } = "";
    public long N45 { get; init; } public int N46 { get; init; } public double N47 { get; init; } public long N48 { get; init; } public string T49 { get; init; } = "";
    public long N50 { get; init; } public int N51 { get; init; } public double N52 { get; init; } public long N53 { get; init; } public string T54 { get; init; } = "";
    public long N55 { get; init; } public int N56 { get; init; } public double N57 { get; init; } public long N58 { get; init; } public string T59 { get; init; } = "";
    public long N60 { get; init; } public int N61 { get; init; } public double N62 { get; init; } public long N63 { get; init; } public string T64 { get; init; } = "";
    public long N65 { get; init; } public int N66 { get; init; } public double N67 { get; init; } public long N68 { get; init; } public string T69 { get; init; } = "";
    public long N70 { get; init; } public int N71 { get; init; } public double N72 { get; init; } public long N73 { get; init; } public string T74 { get; init; } = "";
    public long N75 { get; init; } public int N76 { get; init; } public double N77 { get; init; } public long N78 { get; init; } public string T79 { get; init; } = "";
    public long N80 { get; init; } public int N81 { get; init; } public double N82 { get; init; } public long N83 { get; init; } public string T84 { get; init; } = "";
    public long N85 { get; init; } public int N86 { get; init; } public double N87 { get; init; } public long N88 { get; init; } public string T89 { get; init; } = "";
    public long N90 { get; init; } public int N91 { get; init; } public double N92 { get; init; } public long N93 { get; init; } public string T94 { get; init; } = "";
    public long N95 { get; init; } public int N96 { get; init; } public double N97 { get; init; } public long N98 { get; init; } public string T99 { get; init; } = "";

    static Wide100 IWide<Wide100>.Create(int ordinal) => new()
    {
        N0 = ordinal * 1L, N1 = ordinal * 2, N2 = ordinal * 3.5, N3 = ordinal * 4L, T4 = Texts.Of(ordinal + 4),
        N5 = ordinal * 6L, N6 = ordinal * 7, N7 = ordinal * 8.5, N8 = ordinal * 9L, T9 = Texts.Of(ordinal + 9),
        N10 = ordinal * 11L, N11 = ordinal * 12, N12 = ordinal * 13.5, N13 = ordinal * 14L, T14 = Texts.Of(ordinal + 14),
        N15 = ordinal * 16L, N16 = ordinal * 17, N17 = ordinal * 18.5, N18 = ordinal * 19L, T19 = Texts.Of(ordinal + 19),
        N20 = ordinal * 21L, N21 = ordinal * 22, N22 = ordinal * 23.5, N23 = ordinal * 24L, T24 = Texts.Of(ordinal + 24),
        N25 = ordinal * 26L, N26 = ordinal * 27, N27 = ordinal * 28.5, N28 = ordinal * 29L, T29 = Texts.Of(ordinal + 29),
        N30 = ordinal * 31L, N31 = ordinal * 32, N32 = ordinal * 33.5, N33 = ordinal * 34L, T34 = Texts.Of(ordinal + 34),
        N35 = ordinal * 36L, N36 = ordinal * 37, N37 = ordinal * 38.5, N38 = ordinal * 39L, T39 = Texts.Of(ordinal + 39),
        N40 = ordinal * 41L, N41 = ordinal * 42, N42 = ordinal * 43.5, N43 = ordinal * 44L, T44 = Texts.Of(ordinal + 44),
        N45 = ordinal * 46L, N46 = ordinal * 47, N47 = ordinal * 48.5, N48 = ordinal * 49L, T49 = Texts.Of(ordinal + 49),
        N50 = ordinal * 51L, N51 = ordinal * 52, N52 = ordinal * 53.5, N53 = ordinal * 54L, T54 = Texts.Of(ordinal + 54),
        N55 = ordinal * 56L, N56 = ordinal * 57, N57 = ordinal * 58.5, N58 = ordinal * 59L, T59 = Texts.Of(ordinal + 59),
        N60 = ordinal * 61L, N61 = ordinal * 62, N62 = ordinal * 63.5, N63 = ordinal * 64L, T64 = Texts.Of(ordinal + 64),
        N65 = ordinal * 66L, N66 = ordinal * 67, N67 = ordinal * 68.5, N68 = ordinal * 69L, T69 = Texts.Of(ordinal + 69),
        N70 = ordinal * 71L, N71 = ordinal * 72, N72 = ordinal * 73.5, N73 = ordinal * 74L, T74 = Texts.Of(ordinal + 74),
        N75 = ordinal * 76L, N76 = ordinal * 77, N77 = ordinal * 78.5, N78 = ordinal * 79L, T79 = Texts.Of(ordinal + 79),
        N80 = ordinal * 81L, N81 = ordinal * 82, N82 = ordinal * 83.5, N83 = ordinal * 84L, T84 = Texts.Of(ordinal + 84),
        N85 = ordinal * 86L, N86 = ordinal * 87, N87 = ordinal * 88.5, N88 = ordinal * 89L, T89 = Texts.Of(ordinal + 89),
        N90 = ordinal * 91L, N91 = ordinal * 92, N92 = ordinal * 93.5, N93 = ordinal * 94L, T94 = Texts.Of(ordinal + 94),
        N95 = ordinal * 96L, N96 = ordinal * 97, N97 = ordinal * 98.5, N98 = ordinal * 99L, T99 = Texts.Of(ordinal + 99),
    };
}

/// <summary>A record of 200 columns: every fifth a text, the others numbers.</summary>
[DataSchema]
public sealed partial record Wide200 : IWide<Wide200>
{
    public long N0 { get; init; } public int N1 { get; init; } public double N2 { get; init; } public long N3 { get; init; } public string T4 { get; init; } = "";
    public long N5 { get; init; } public int N6 { get; init; } public double N7 { get; init; } public long N8 { get; init; } public string T9 { get; init; } = "";
    public long N10 { get; init; } public int N11 { get; init; } public double N12 { get; init; } public long N13 { get; init; } public string T14 { get; init; } = "";
    public long N15 { get; init; } public int N16 { get; init; } public double N17 { get; init; } public long N18 { get; init; } public string T19 { get; init; } = "";
    public long N20 { get; init; } public int N21 { get; init; } public double N22 { get; init; } public long N23 { get; init; } public string T24 { get; init; } = "";
    public long N25 { get; init; } public int N26 { get; init; } public double N27 { get; init; } public long N28 { get; init; } public string T29 { get; init; } = "";
    public long N30 { get; init; } public int N31 { get; init; } public double N32 { get; init; } public long N33 { get; init; } public string T34 { get; init; } = "";
    public long N35 { get; init; } public int N36 { get; init; } public double N37 { get; init; } public long N38 { get; init; } public string T39 { get; init; } = "";
    public long N40 { get; init; } public int N41 { get; init; } public double N42 { get; init; } public long N43 { get; init; } public string T44 { get; init; } = "";
    public long N45 { get; init; } public int N46 { get; init; } public double N47 { get; init; } public long N48 { get; init; } public string T49 { get; init; } = "";
    public long N50 { get; init; } public int N51 { get; init; } public double N52 { get; init; } public long N53 { get; init; } public string T54 { get; init; } = "";
    public long N55 { get; init; } public int N56 { get; init; } public double N57 { get; init; } public long N58 { get; init; } public string T59 { get; init; } = "";
    public long N60 { get; init; } public int N61 { get; init; } public double N62 { get; init; } public long N63 { get; init; } public string T64 { get; init; } = "";
    public long N65 { get; init; } public int N66 { get; init; } public double N67 { get; init; } public long N68 { get; init; } public string T69 { get; init; } = "";
    public long N70 { get; init; } public int N71 { get; init; } public double N72 { get; init; } public long N73 { get; init; } public string T74 { get; init; } = "";
    public long N75 { get; init; } public int N76 { get; init; } public double N77 { get; init; } public long N78 { get; init; } public string T79 { get; init; } = "";
    public long N80 { get; init; } public int N81 { get; init; } public double N82 { get; init; } public long N83 { get; init; } public string T84 { get; init; } = "";
    public long N85 { get; init; } public int N86 { get; init; } public double N87 { get; init; } public long N88 { get; init; } public string T89 { get; init; } = "";
    public long N90 { get; init; } public int N91 { get; init; } public double N92 { get; init; } public long N93 { get; init; } public string T94 { get; init; } = "";
    public long N95 { get; init; } public int N96 { get; init; } public double N97 { get; init; } public long N98 { get; init; } public string T99 { get; init; } = "";
    public long N100 { get; init; } public int N101 { get; init; } public double N102 { get; init; } public long N103 { get; init; } public string T104 { get; init; } = "";
    public long N105 { get; init; } public int N106 { get; init; } public double N107 { get; init; } public long N108 { get; init; } public string T109 { get; init; } = "";
    public long N110 { get; init; } public int N111 { get; init; } public double N112 { get; init; } public long N113 { get; init; } public string T114 { get; init; } = "";
    public long N115 { get; init; } public int N116 { get; init; } public double N117 { get; init; } public long N118 { get; init; } public string T119 { get; init; } = "";
    public long N120 { get; init; } public int N121 { get; init; } public double N122 { get; init; } public long N123 { get; init; } public string T124 { get; init; } = "";
    public long N125 { get; init; } public int N126 { get; init; } public double N127 { get; init; } public long N128 { get; init; } public string T129 { get; init; } = "";
    public long N130 { get; init; } public int N131 { get; init; } public double N132 { get; init; } public long N133 { get; init; } public string T134 { get; init; } = "";
    public long N135 { get; init; } public int N136 { get; init; } public double N137 { get; init; } public long N138 { get; init; } public string T139 { get; init; } = "";
    public long N140 { get; init; } public int N141 { get; init; } public double N142 { get; init; } public long N143 { get; init; } public string T144 { get; init; } = "";
    public long N145 { get; init; } public int N146 { get; init; } public double N147 { get; init; } public long N148 { get; init; } public string T149 { get; init; } = "";
    public long N150 { get; init; } public int N151 { get; init; } public double N152 { get; init; } public long N153 { get; init; } public string T154 { get; init; } = "";
    public long N155 { get; init; } public int N156 { get; init; } public double N157 { get; init; } public long N158 { get; init; } public string T159 { get; init; } = "";
    public long N160 { get; init; } public int N161 { get; init; } public double N162 { get; init; } public long N163 { get; init; } public string T164 { get; init; } = "";
    public long N165 { get; init; } public int N166 { get; init; } public double N167 { get; init; } public long N168 { get; init; } public string T169 { get; init; } = "";
    public long N170 { get; init; } public int N171 { get; init; } public double N172 { get; init; } public long N173 { get; init; } public string T174 { get; init; } = "";
    public long N175 { get; init; } public int N176 { get; init; } public double N177 { get; init; } public long N178 { get; init; } public string T179 { get; init; } = "";
    public long N180 { get; init; } public int N181 { get; init; } public double N182 { get; init; } public long N183 { get; init; } public string T184 { get; init; } = "";
    public long N185 { get; init; } public int N186 { get; init; } public double N187 { get; init; } public long N188 { get; init; } public string T189 { get; init; } = "";
    public long N190 { get; init; } public int N191 { get; init; } public double N192 { get; init; } public long N193 { get; init; } public string T194 { get; init; } = "";
    public long N195 { get; init; } public int N196 { get; init; } public double N197 { get; init; } public long N198 { get; init; } public string T199 { get; init; } = "";

    static Wide200 IWide<Wide200>.Create(int ordinal) => new()
    {
        N0 = ordinal * 1L, N1 = ordinal * 2, N2 = ordinal * 3.5, N3 = ordinal * 4L, T4 = Texts.Of(ordinal + 4),
        N5 = ordinal * 6L, N6 = ordinal * 7, N7 = ordinal * 8.5, N8 = ordinal * 9L, T9 = Texts.Of(ordinal + 9),
        N10 = ordinal * 11L, N11 = ordinal * 12, N12 = ordinal * 13.5, N13 = ordinal * 14L, T14 = Texts.Of(ordinal + 14),
        N15 = ordinal * 16L, N16 = ordinal * 17, N17 = ordinal * 18.5, N18 = ordinal * 19L, T19 = Texts.Of(ordinal + 19),
        N20 = ordinal * 21L, N21 = ordinal * 22, N22 = ordinal * 23.5, N23 = ordinal * 24L, T24 = Texts.Of(ordinal + 24),
        N25 = ordinal * 26L, N26 = ordinal * 27, N27 = ordinal * 28.5, N28 = ordinal * 29L, T29 = Texts.Of(ordinal + 29),
        N30 = ordinal * 31L, N31 = ordinal * 32, N32 = ordinal * 33.5, N33 = ordinal * 34L, T34 = Texts.Of(ordinal + 34),
        N35 = ordinal * 36L, N36 = ordinal * 37, N37 = ordinal * 38.5, N38 = ordinal * 39L, T39 = Texts.Of(ordinal + 39),
        N40 = ordinal * 41L, N41 = ordinal * 42, N42 = ordinal * 43.5, N43 = ordinal * 44L, T44 = Texts.Of(ordinal + 44),
        N45 = ordinal * 46L, N46 = ordinal * 47, N47 = ordinal * 48.5, N48 = ordinal * 49L, T49 = Texts.Of(ordinal + 49),
        N50 = ordinal * 51L, N51 = ordinal * 52, N52 = ordinal * 53.5, N53 = ordinal * 54L, T54 = Texts.Of(ordinal + 54),
        N55 = ordinal * 56L, N56 = ordinal * 57, N57 = ordinal * 58.5, N58 = ordinal * 59L, T59 = Texts.Of(ordinal + 59),
        N60 = ordinal * 61L, N61 = ordinal * 62, N62 = ordinal * 63.5, N63 = ordinal * 64L, T64 = Texts.Of(ordinal + 64),
        N65 = ordinal * 66L, N66 = ordinal * 67, N67 = ordinal * 68.5, N68 = ordinal * 69L, T69 = Texts.Of(ordinal + 69),
        N70 = ordinal * 71L, N71 = ordinal * 72, N72 = ordinal * 73.5, N73 = ordinal * 74L, T74 = Texts.Of(ordinal + 74),
        N75 = ordinal * 76L, N76 = ordinal * 77, N77 = ordinal * 78.5, N78 = ordinal * 79L, T79 = Texts.Of(ordinal + 79),
        N80 = ordinal * 81L, N81 = ordinal * 82, N82 = ordinal * 83.5, N83 = ordinal * 84L, T84 = Texts.Of(ordinal + 84),
        N85 = ordinal * 86L, N86 = ordinal * 87, N87 = ordinal * 88.5, N88 = ordinal * 89L, T89 = Texts.Of(ordinal + 89),
        N90 = ordinal * 91L, N91 = ordinal * 92, N92 = ordinal * 93.5, N93 = ordinal * 94L, T94 = Texts.Of(ordinal + 94),
        N95 = ordinal * 96L, N96 = ordinal * 97, N97 = ordinal * 98.5, N98 = ordinal * 99L, T99 = Texts.Of(ordinal + 99),
        N100 = ordinal * 101L, N101 = ordinal * 102, N102 = ordinal * 103.5, N103 = ordinal * 104L, T104 = Texts.Of(ordinal + 104),
        N105 = ordinal * 106L, N106 = ordinal * 107, N107 = ordinal * 108.5, N108 = ordinal * 109L, T109 = Texts.Of(ordinal + 109),
        N110 = ordinal * 111L, N111 = ordinal * 112, N112 = ordinal * 113.5, N113 = ordinal * 114L, T114 = Texts.Of(ordinal + 114),
        N115 = ordinal * 116L, N116 = ordinal * 117, N117 = ordinal * 118.5, N118 = ordinal * 119L, T119 = Texts.Of(ordinal + 119),
        N120 = ordinal * 121L, N121 = ordinal * 122, N122 = ordinal * 123.5, N123 = ordinal * 124L, T124 = Texts.Of(ordinal + 124),
        N125 = ordinal * 126L, N126 = ordinal * 127, N127 = ordinal * 128.5, N128 = ordinal * 129L, T129 = Texts.Of(ordinal + 129),
        N130 = ordinal * 131L, N131 = ordinal * 132, N132 = ordinal * 133.5, N133 = ordinal * 134L, T134 = Texts.Of(ordinal + 134),
        N135 = ordinal * 136L, N136 = ordinal * 137, N137 = ordinal * 138.5, N138 = ordinal * 139L, T139 = Texts.Of(ordinal + 139),
        N140 = ordinal * 141L, N141 = ordinal * 142, N142 = ordinal * 143.5, N143 = ordinal * 144L, T144 = Texts.Of(ordinal + 144),
        N145 = ordinal * 146L, N146 = ordinal * 147, N147 = ordinal * 148.5, N148 = ordinal * 149L, T149 = Texts.Of(ordinal + 149),
        N150 = ordinal * 151L, N151 = ordinal * 152, N152 = ordinal * 153.5, N153 = ordinal * 154L, T154 = Texts.Of(ordinal + 154),
        N155 = ordinal * 156L, N156 = ordinal * 157, N157 = ordinal * 158.5, N158 = ordinal * 159L, T159 = Texts.Of(ordinal + 159),
        N160 = ordinal * 161L, N161 = ordinal * 162, N162 = ordinal * 163.5, N163 = ordinal * 164L, T164 = Texts.Of(ordinal + 164),
        N165 = ordinal * 166L, N166 = ordinal * 167, N167 = ordinal * 168.5, N168 = ordinal * 169L, T169 = Texts.Of(ordinal + 169),
        N170 = ordinal * 171L, N171 = ordinal * 172, N172 = ordinal * 173.5, N173 = ordinal * 174L, T174 = Texts.Of(ordinal + 174),
        N175 = ordinal * 176L, N176 = ordinal * 177, N177 = ordinal * 178.5, N178 = ordinal * 179L, T179 = Texts.Of(ordinal + 179),
        N180 = ordinal * 181L, N181 = ordinal * 182, N182 = ordinal * 183.5, N183 = ordinal * 184L, T184 = Texts.Of(ordinal + 184),
        N185 = ordinal * 186L, N186 = ordinal * 187, N187 = ordinal * 188.5, N188 = ordinal * 189L, T189 = Texts.Of(ordinal + 189),
        N190 = ordinal * 191L, N191 = ordinal * 192, N192 = ordinal * 193.5, N193 = ordinal * 194L, T194 = Texts.Of(ordinal + 194),
        N195 = ordinal * 196L, N196 = ordinal * 197, N197 = ordinal * 198.5, N198 = ordinal * 199L, T199 = Texts.Of(ordinal + 199),
    };
}

/// <summary>A record of 500 columns: every fifth a text, the others numbers.</summary>
[DataSchema]
public sealed partial record Wide500 : IWide<Wide500>
{
    public long N0 { get; init; } public int N1 { get; init; } public double N2 { get; init; } public long N3 { get; init; } public string T4 { get; init; } = "";
    public long N5 { get; init; } public int N6 { get; init; } public double N7 { get; init; } public long N8 { get; init; } public string T9 { get; init; } = "";
    public long N10 { get; init; } public int N11 { get; init; } public double N12 { get; init; } public long N13 { get; init; } public string T14 { get; init; } = "";
    public long N15 { get; init; } public int N16 { get; init; } public double N17 { get; init; } public long N18 { get; init; } public string T19 { get; init; } = "";
    public long N20 { get; init; } public int N21 { get; init; } public double N22 { get; init; } public long N23 { get; init; } public string T24 { get; init; } = "";
    public long N25 { get; init; } public int N26 { get; init; } public double N27 { get; init; } public long N28 { get; init; } public string T29 { get; init; } = "";
    public long N30 { get; init; } public int N31 { get; init; } public double N32 { get; init; } public long N33 { get; init; } public string T34 { get; init; } = "";
    public long N35 { get; init; } public int N36 { get; init; } public double N37 { get; init; } public long N38 { get; init; } public string T39 { get; init; } = "";
    public long N40 { get; init; } public int N41 { get; init; } public double N42 { get; init; } public long N43 { get; init; } public string T44 { get; init; } = "";
    public long N45 { get; init; } public int N46 { get; init; } public double N47 { get; init; } public long N48 { get; init; } public string T49 { get; init; } = "";
    public long N50 { get; init; } public int N51 { get; init; } public double N52 { get; init; } public long N53 { get; init; } public string T54 { get; init; } = "";
    public long N55 { get; init; } public int N56 { get; init; } public double N57 { get; init; } public long N58 { get; init; } public string T59 { get; init; } = "";
    public long N60 { get; init; } public int N61 { get; init; } public double N62 { get; init; } public long N63 { get; init; } public string T64 { get; init; } = "";
    public long N65 { get; init; } public int N66 { get; init; } public double N67 { get; init; } public long N68 { get; init; } public string T69 { get; init; } = "";
    public long N70 { get; init; } public int N71 { get; init; } public double N72 { get; init; } public long N73 { get; init; } public string T74 { get; init; } = "";
    public long N75 { get; init; } public int N76 { get; init; } public double N77 { get; init; } public long N78 { get; init; } public string T79 { get; init; } = "";
    public long N80 { get; init; } public int N81 { get; init; } public double N82 { get; init; } public long N83 { get; init; } public string T84 { get; init; } = "";
    public long N85 { get; init; } public int N86 { get; init; } public double N87 { get; init; } public long N88 { get; init; } public string T89 { get; init; } = "";
    public long N90 { get; init; } public int N91 { get; init; } public double N92 { get; init; } public long N93 { get; init; } public string T94 { get; init; } = "";
    public long N95 { get; init; } public int N96 { get; init; } public double N97 { get; init; } public long N98 { get; init; } public string T99 { get; init; } = "";
    public long N100 { get; init; } public int N101 { get; init; } public double N102 { get; init; } public long N103 { get; init; } public string T104 { get; init; } = "";
    public long N105 { get; init; } public int N106 { get; init; } public double N107 { get; init; } public long N108 { get; init; } public string T109 { get; init; } = "";
    public long N110 { get; init; } public int N111 { get; init; } public double N112 { get; init; } public long N113 { get; init; } public string T114 { get; init; } = "";
    public long N115 { get; init; } public int N116 { get; init; } public double N117 { get; init; } public long N118 { get; init; } public string T119 { get; init; } = "";
    public long N120 { get; init; } public int N121 { get; init; } public double N122 { get; init; } public long N123 { get; init; } public string T124 { get; init; } = "";
    public long N125 { get; init; } public int N126 { get; init; } public double N127 { get; init; } public long N128 { get; init; } public string T129 { get; init; } = "";
    public long N130 { get; init; } public int N131 { get; init; } public double N132 { get; init; } public long N133 { get; init; } public string T134 { get; init; } = "";
    public long N135 { get; init; } public int N136 { get; init; } public double N137 { get; init; } public long N138 { get; init; } public string T139 { get; init; } = "";
    public long N140 { get; init; } public int N141 { get; init; } public double N142 { get; init; } public long N143 { get; init; } public string T144 { get; init; } = "";
    public long N145 { get; init; } public int N146 { get; init; } public double N147 { get; init; } public long N148 { get; init; } public string T149 { get; init; } = "";
    public long N150 { get; init; } public int N151 { get; init; } public double N152 { get; init; } public long N153 { get; init; } public string T154 { get; init; } = "";
    public long N155 { get; init; } public int N156 { get; init; } public double N157 { get; init; } public long N158 { get; init; } public string T159 { get; init; } = "";
    public long N160 { get; init; } public int N161 { get; init; } public double N162 { get; init; } public long N163 { get; init; } public string T164 { get; init; } = "";
    public long N165 { get; init; } public int N166 { get; init; } public double N167 { get; init; } public long N168 { get; init; } public string T169 { get; init; } = "";
    public long N170 { get; init; } public int N171 { get; init; } public double N172 { get; init; } public long N173 { get; init; } public string T174 { get; init; } = "";
    public long N175 { get; init; } public int N176 { get; init; } public double N177 { get; init; } public long N178 { get; init; } public string T179 { get; init; } = "";
    public long N180 { get; init; } public int N181 { get; init; } public double N182 { get; init; } public long N183 { get; init; } public string T184 { get; init; } = "";
    public long N185 { get; init; } public int N186 { get; init; } public double N187 { get; init; } public long N188 { get; init; } public string T189 { get; init; } = "";
    public long N190 { get; init; } public int N191 { get; init; } public double N192 { get; init; } public long N193 { get; init; } public string T194 { get; init; } = "";
    public long N195 { get; init; } public int N196 { get; init; } public double N197 { get; init; } public long N198 { get; init; } public string T199 { get; init; } = "";
    public long N200 { get; init; } public int N201 { get; init; } public double N202 { get; init; } public long N203 { get; init; } public string T204 { get; init; } = "";
    public long N205 { get; init; } public int N206 { get; init; } public double N207 { get; init; } public long N208 { get; init; } public string T209 { get; init; } = "";
    public long N210 { get; init; } public int N211 { get; init; } public double N212 { get; init; } public long N213 { get; init; } public string T214 { get; init; } = "";
    public long N215 { get; init; } public int N216 { get; init; } public double N217 { get; init; } public long N218 { get; init; } public string T219 { get; init; } = "";
    public long N220 { get; init; } public int N221 { get; init; } public double N222 { get; init; } public long N223 { get; init; } public string T224 { get; init; } = "";
    public long N225 { get; init; } public int N226 { get; init; } public double N227 { get; init; } public long N228 { get; init; } public string T229 { get; init; } = "";
    public long N230 { get; init; } public int N231 { get; init; } public double N232 { get; init; } public long N233 { get; init; } public string T234 { get; init; } = "";
    public long N235 { get; init; } public int N236 { get; init; } public double N237 { get; init; } public long N238 { get; init; } public string T239 { get; init; } = "";
    public long N240 { get; init; } public int N241 { get; init; } public double N242 { get; init; } public long N243 { get; init; } public string T244 { get; init; } = "";
    public long N245 { get; init; } public int N246 { get; init; } public double N247 { get; init; } public long N248 { get; init; } public string T249 { get; init; } = "";
    public long N250 { get; init; } public int N251 { get; init; } public double N252 { get; init; } public long N253 { get; init; } public string T254 { get; init; } = "";
    public long N255 { get; init; } public int N256 { get; init; } public double N257 { get; init; } public long N258 { get; init; } public string T259 { get; init; } = "";
    public long N260 { get; init; } public int N261 { get; init; } public double N262 { get; init; } public long N263 { get; init; } public string T264 { get; init; } = "";
    public long N265 { get; init; } public int N266 { get; init; } public double N267 { get; init; } public long N268 { get; init; } public string T269 { get; init; } = "";
    public long N270 { get; init; } public int N271 { get; init; } public double N272 { get; init; } public long N273 { get; init; } public string T274 { get; init; } = "";
    public long N275 { get; init; } public int N276 { get; init; } public double N277 { get; init; } public long N278 { get; init; } public string T279 { get; init; } = "";
    public long N280 { get; init; } public int N281 { get; init; } public double N282 { get; init; } public long N283 { get; init; } public string T284 { get; init; } = "";
    public long N285 { get; init; } public int N286 { get; init; } public double N287 { get; init; } public long N288 { get; init; } public string T289 { get; init; } = "";
    public long N290 { get; init; } public int N291 { get; init; } public double N292 { get; init; } public long N293 { get; init; } public string T294 { get; init; } = "";
    public long N295 { get; init; } public int N296 { get; init; } public double N297 { get; init; } public long N298 { get; init; } public string T299 { get; init; } = "";
    public long N300 { get; init; } public int N301 { get; init; } public double N302 { get; init; } public long N303 { get; init; } public string T304 { get; init; } = "";
    public long N305 { get; init; } public int N306 { get; init; } public double N307 { get; init; } public long N308 { get; init; } public string T309 { get; init; } = "";
    public long N310 { get; init; } public int N311 { get; init; } public double N312 { get; init; } public long N313 { get; init; } public string T314 { get; init; } = "";
    public long N315 { get; init; } public int N316 { get; init; } public double N317 { get; init; } public long N318 { get; init; } public string T319 { get; init; } = "";
    public long N320 { get; init; } public int N321 { get; init; } public double N322 { get; init; } public long N323 { get; init; } public string T324 { get; init; } = "";
    public long N325 { get; init; } public int N326 { get; init; } public double N327 { get; init; } public long N328 { get; init; } public string T329 { get; init; } = "";
    public long N330 { get; init; } public int N331 { get; init; } public double N332 { get; init; } public long N333 { get; init; } public string T334 { get; init; } = "";
    public long N335 { get; init; } public int N336 { get; init; } public double N337 { get; init; } public long N338 { get; init; } public string T339 { get; init; } = "";
    public long N340 { get; init; } public int N341 { get; init; } public double N342 { get; init; } public long N343 { get; init; } public string T344 { get; init; } = "";
    public long N345 { get; init; } public int N346 { get; init; } public double N347 { get; init; } public long N348 { get; init; } public string T349 { get; init; } = "";
    public long N350 { get; init; } public int N351 { get; init; } public double N352 { get; init; } public long N353 { get; init; } public string T354 { get; init; } = "";
    public long N355 { get; init; } public int N356 { get; init; } public double N357 { get; init; } public long N358 { get; init; } public string T359 { get; init; } = "";
    public long N360 { get; init; } public int N361 { get; init; } public double N362 { get; init; } public long N363 { get; init; } public string T364 { get; init; } = "";
    public long N365 { get; init; } public int N366 { get; init; } public double N367 { get; init; } public long N368 { get; init; } public string T369 { get; init; } = "";
    public long N370 { get; init; } public int N371 { get; init; } public double N372 { get; init; } public long N373 { get; init; } public string T374 { get; init; } = "";
    public long N375 { get; init; } public int N376 { get; init; } public double N377 { get; init; } public long N378 { get; init; } public string T379 { get; init; } = "";
    public long N380 { get; init; } public int N381 { get; init; } public double N382 { get; init; } public long N383 { get; init; } public string T384 { get; init; } = "";
    public long N385 { get; init; } public int N386 { get; init; } public double N387 { get; init; } public long N388 { get; init; } public string T389 { get; init; } = "";
    public long N390 { get; init; } public int N391 { get; init; } public double N392 { get; init; } public long N393 { get; init; } public string T394 { get; init; } = "";
    public long N395 { get; init; } public int N396 { get; init; } public double N397 { get; init; } public long N398 { get; init; } public string T399 { get; init; } = "";
    public long N400 { get; init; } public int N401 { get; init; } public double N402 { get; init; } public long N403 { get; init; } public string T404 { get; init; } = "";
    public long N405 { get; init; } public int N406 { get; init; } public double N407 { get; init; } public long N408 { get; init; } public string T409 { get; init; } = "";
    public long N410 { get; init; } public int N411 { get; init; } public double N412 { get; init; } public long N413 { get; init; } public string T414 { get; init; } = "";
    public long N415 { get; init; } public int N416 { get; init; } public double N417 { get; init; } public long N418 { get; init; } public string T419 { get; init; } = "";
    public long N420 { get; init; } public int N421 { get; init; } public double N422 { get; init; } public long N423 { get; init; } public string T424 { get; init; } = "";
    public long N425 { get; init; } public int N426 { get; init; } public double N427 { get; init; } public long N428 { get; init; } public string T429 { get; init; } = "";
    public long N430 { get; init; } public int N431 { get; init; } public double N432 { get; init; } public long N433 { get; init; } public string T434 { get; init; } = "";
    public long N435 { get; init; } public int N436 { get; init; } public double N437 { get; init; } public long N438 { get; init; } public string T439 { get; init; } = "";
    public long N440 { get; init; } public int N441 { get; init; } public double N442 { get; init; } public long N443 { get; init; } public string T444 { get; init; } = "";
    public long N445 { get; init; } public int N446 { get; init; } public double N447 { get; init; } public long N448 { get; init; } public string T449 { get; init; } = "";
    public long N450 { get; init; } public int N451 { get; init; } public double N452 { get; init; } public long N453 { get; init; } public string T454 { get; init; } = "";
    public long N455 { get; init; } public int N456 { get; init; } public double N457 { get; init; } public long N458 { get; init; } public string T459 { get; init; } = "";
    public long N460 { get; init; } public int N461 { get; init; } public double N462 { get; init; } public long N463 { get; init; } public string T464 { get; init; } = "";
    public long N465 { get; init; } public int N466 { get; init; } public double N467 { get; init; } public long N468 { get; init; } public string T469 { get; init; } = "";
    public long N470 { get; init; } public int N471 { get; init; } public double N472 { get; init; } public long N473 { get; init; } public string T474 { get; init; } = "";
    public long N475 { get; init; } public int N476 { get; init; } public double N477 { get; init; } public long N478 { get; init; } public string T479 { get; init; } = "";
    public long N480 { get; init; } public int N481 { get; init; } public double N482 { get; init; } public long N483 { get; init; } public string T484 { get; init; } = "";
    public long N485 { get; init; } public int N486 { get; init; } public double N487 { get; init; } public long N488 { get; init; } public string T489 { get; init; } = "";
    public long N490 { get; init; } public int N491 { get; init; } public double N492 { get; init; } public long N493 { get; init; } public string T494 { get; init; } = "";
    public long N495 { get; init; } public int N496 { get; init; } public double N497 { get; init; } public long N498 { get; init; } public string T499 { get; init; } = "";

    static Wide500 IWide<Wide500>.Create(int ordinal) => new()
    {
        N0 = ordinal * 1L, N1 = ordinal * 2, N2 = ordinal * 3.5, N3 = ordinal * 4L, T4 = Texts.Of(ordinal + 4),
        N5 = ordinal * 6L, N6 = ordinal * 7, N7 = ordinal * 8.5, N8 = ordinal * 9L, T9 = Texts.Of(ordinal + 9),
        N10 = ordinal * 11L, N11 = ordinal * 12, N12 = ordinal * 13.5, N13 = ordinal * 14L, T14 = Texts.Of(ordinal + 14),
        N15 = ordinal * 16L, N16 = ordinal * 17, N17 = ordinal * 18.5, N18 = ordinal * 19L, T19 = Texts.Of(ordinal + 19),
        N20 = ordinal * 21L, N21 = ordinal * 22, N22 = ordinal * 23.5, N23 = ordinal * 24L, T24 = Texts.Of(ordinal + 24),
        N25 = ordinal * 26L, N26 = ordinal * 27, N27 = ordinal * 28.5, N28 = ordinal * 29L, T29 = Texts.Of(ordinal + 29),
        N30 = ordinal * 31L, N31 = ordinal * 32, N32 = ordinal * 33.5, N33 = ordinal * 34L, T34 = Texts.Of(ordinal + 34),
        N35 = ordinal * 36L, N36 = ordinal * 37, N37 = ordinal * 38.5, N38 = ordinal * 39L, T39 = Texts.Of(ordinal + 39),
        N40 = ordinal * 41L, N41 = ordinal * 42, N42 = ordinal * 43.5, N43 = ordinal * 44L, T44 = Texts.Of(ordinal + 44),
        N45 = ordinal * 46L, N46 = ordinal * 47, N47 = ordinal * 48.5, N48 = ordinal * 49L, T49 = Texts.Of(ordinal + 49),
        N50 = ordinal * 51L, N51 = ordinal * 52, N52 = ordinal * 53.5, N53 = ordinal * 54L, T54 = Texts.Of(ordinal + 54),
        N55 = ordinal * 56L, N56 = ordinal * 57, N57 = ordinal * 58.5, N58 = ordinal * 59L, T59 = Texts.Of(ordinal + 59),
        N60 = ordinal * 61L, N61 = ordinal * 62, N62 = ordinal * 63.5, N63 = ordinal * 64L, T64 = Texts.Of(ordinal + 64),
        N65 = ordinal * 66L, N66 = ordinal * 67, N67 = ordinal * 68.5, N68 = ordinal * 69L, T69 = Texts.Of(ordinal + 69),
        N70 = ordinal * 71L, N71 = ordinal * 72, N72 = ordinal * 73.5, N73 = ordinal * 74L, T74 = Texts.Of(ordinal + 74),
        N75 = ordinal * 76L, N76 = ordinal * 77, N77 = ordinal * 78.5, N78 = ordinal * 79L, T79 = Texts.Of(ordinal + 79),
        N80 = ordinal * 81L, N81 = ordinal * 82, N82 = ordinal * 83.5, N83 = ordinal * 84L, T84 = Texts.Of(ordinal + 84),
        N85 = ordinal * 86L, N86 = ordinal * 87, N87 = ordinal * 88.5, N88 = ordinal * 89L, T89 = Texts.Of(ordinal + 89),
        N90 = ordinal * 91L, N91 = ordinal * 92, N92 = ordinal * 93.5, N93 = ordinal * 94L, T94 = Texts.Of(ordinal + 94),
        N95 = ordinal * 96L, N96 = ordinal * 97, N97 = ordinal * 98.5, N98 = ordinal * 99L, T99 = Texts.Of(ordinal + 99),
        N100 = ordinal * 101L, N101 = ordinal * 102, N102 = ordinal * 103.5, N103 = ordinal * 104L, T104 = Texts.Of(ordinal + 104),
        N105 = ordinal * 106L, N106 = ordinal * 107, N107 = ordinal * 108.5, N108 = ordinal * 109L, T109 = Texts.Of(ordinal + 109),
        N110 = ordinal * 111L, N111 = ordinal * 112, N112 = ordinal * 113.5, N113 = ordinal * 114L, T114 = Texts.Of(ordinal + 114),
        N115 = ordinal * 116L, N116 = ordinal * 117, N117 = ordinal * 118.5, N118 = ordinal * 119L, T119 = Texts.Of(ordinal + 119),
        N120 = ordinal * 121L, N121 = ordinal * 122, N122 = ordinal * 123.5, N123 = ordinal * 124L, T124 = Texts.Of(ordinal + 124),
        N125 = ordinal * 126L, N126 = ordinal * 127, N127 = ordinal * 128.5, N128 = ordinal * 129L, T129 = Texts.Of(ordinal + 129),
        N130 = ordinal * 131L, N131 = ordinal * 132, N132 = ordinal * 133.5, N133 = ordinal * 134L, T134 = Texts.Of(ordinal + 134),
        N135 = ordinal * 136L, N136 = ordinal * 137, N137 = ordinal * 138.5, N138 = ordinal * 139L, T139 = Texts.Of(ordinal + 139),
        N140 = ordinal * 141L, N141 = ordinal * 142, N142 = ordinal * 143.5, N143 = ordinal * 144L, T144 = Texts.Of(ordinal + 144),
        N145 = ordinal * 146L, N146 = ordinal * 147, N147 = ordinal * 148.5, N148 = ordinal * 149L, T149 = Texts.Of(ordinal + 149),
        N150 = ordinal * 151L, N151 = ordinal * 152, N152 = ordinal * 153.5, N153 = ordinal * 154L, T154 = Texts.Of(ordinal + 154),
        N155 = ordinal * 156L, N156 = ordinal * 157, N157 = ordinal * 158.5, N158 = ordinal * 159L, T159 = Texts.Of(ordinal + 159),
        N160 = ordinal * 161L, N161 = ordinal * 162, N162 = ordinal * 163.5, N163 = ordinal * 164L, T164 = Texts.Of(ordinal + 164),
        N165 = ordinal * 166L, N166 = ordinal * 167, N167 = ordinal * 168.5, N168 = ordinal * 169L, T169 = Texts.Of(ordinal + 169),
        N170 = ordinal * 171L, N171 = ordinal * 172, N172 = ordinal * 173.5, N173 = ordinal * 174L, T174 = Texts.Of(ordinal + 174),
        N175 = ordinal * 176L, N176 = ordinal * 177, N177 = ordinal * 178.5, N178 = ordinal * 179L, T179 = Texts.Of(ordinal + 179),
        N180 = ordinal * 181L, N181 = ordinal * 182, N182 = ordinal * 183.5, N183 = ordinal * 184L, T184 = Texts.Of(ordinal + 184),
        N185 = ordinal * 186L, N186 = ordinal * 187, N187 = ordinal * 188.5, N188 = ordinal * 189L, T189 = Texts.Of(ordinal + 189),
        N190 = ordinal * 191L, N191 = ordinal * 192, N192 = ordinal * 193.5, N193 = ordinal * 194L, T194 = Texts.Of(ordinal + 194),
        N195 = ordinal * 196L, N196 = ordinal * 197, N197 = ordinal * 198.5, N198 = ordinal * 199L, T199 = Texts.Of(ordinal + 199),
        N200 = ordinal * 201L, N201 = ordinal * 202, N202 = ordinal * 203.5, N203 = ordinal * 204L, T204 = Texts.Of(ordinal + 204),
        N205 = ordinal * 206L, N206 = ordinal * 207, N207 = ordinal * 208.5, N208 = ordinal * 209L, T209 = Texts.Of(ordinal + 209),
        N210 = ordinal * 211L, N211 = ordinal * 212, N212 = ordinal * 213.5, N213 = ordinal * 214L, T214 = Texts.Of(ordinal + 214),
        N215 = ordinal * 216L, N216 = ordinal * 217, N217 = ordinal * 218.5, N218 = ordinal * 219L, T219 = Texts.Of(ordinal + 219),
        N220 = ordinal * 221L, N221 = ordinal * 222, N222 = ordinal * 223.5, N223 = ordinal * 224L, T224 = Texts.Of(ordinal + 224),
        N225 = ordinal * 226L, N226 = ordinal * 227, N227 = ordinal * 228.5, N228 = ordinal * 229L, T229 = Texts.Of(ordinal + 229),
        N230 = ordinal * 231L, N231 = ordinal * 232, N232 = ordinal * 233.5, N233 = ordinal * 234L, T234 = Texts.Of(ordinal + 234),
        N235 = ordinal * 236L, N236 = ordinal * 237, N237 = ordinal * 238.5, N238 = ordinal * 239L, T239 = Texts.Of(ordinal + 239),
        N240 = ordinal * 241L, N241 = ordinal * 242, N242 = ordinal * 243.5, N243 = ordinal * 244L, T244 = Texts.Of(ordinal + 244),
        N245 = ordinal * 246L, N246 = ordinal * 247, N247 = ordinal * 248.5, N248 = ordinal * 249L, T249 = Texts.Of(ordinal + 249),
        N250 = ordinal * 251L, N251 = ordinal * 252, N252 = ordinal * 253.5, N253 = ordinal * 254L, T254 = Texts.Of(ordinal + 254),
        N255 = ordinal * 256L, N256 = ordinal * 257, N257 = ordinal * 258.5, N258 = ordinal * 259L, T259 = Texts.Of(ordinal + 259),
        N260 = ordinal * 261L, N261 = ordinal * 262, N262 = ordinal * 263.5, N263 = ordinal * 264L, T264 = Texts.Of(ordinal + 264),
        N265 = ordinal * 266L, N266 = ordinal * 267, N267 = ordinal * 268.5, N268 = ordinal * 269L, T269 = Texts.Of(ordinal + 269),
        N270 = ordinal * 271L, N271 = ordinal * 272, N272 = ordinal * 273.5, N273 = ordinal * 274L, T274 = Texts.Of(ordinal + 274),
        N275 = ordinal * 276L, N276 = ordinal * 277, N277 = ordinal * 278.5, N278 = ordinal * 279L, T279 = Texts.Of(ordinal + 279),
        N280 = ordinal * 281L, N281 = ordinal * 282, N282 = ordinal * 283.5, N283 = ordinal * 284L, T284 = Texts.Of(ordinal + 284),
        N285 = ordinal * 286L, N286 = ordinal * 287, N287 = ordinal * 288.5, N288 = ordinal * 289L, T289 = Texts.Of(ordinal + 289),
        N290 = ordinal * 291L, N291 = ordinal * 292, N292 = ordinal * 293.5, N293 = ordinal * 294L, T294 = Texts.Of(ordinal + 294),
        N295 = ordinal * 296L, N296 = ordinal * 297, N297 = ordinal * 298.5, N298 = ordinal * 299L, T299 = Texts.Of(ordinal + 299),
        N300 = ordinal * 301L, N301 = ordinal * 302, N302 = ordinal * 303.5, N303 = ordinal * 304L, T304 = Texts.Of(ordinal + 304),
        N305 = ordinal * 306L, N306 = ordinal * 307, N307 = ordinal * 308.5, N308 = ordinal * 309L, T309 = Texts.Of(ordinal + 309),
        N310 = ordinal * 311L, N311 = ordinal * 312, N312 = ordinal * 313.5, N313 = ordinal * 314L, T314 = Texts.Of(ordinal + 314),
        N315 = ordinal * 316L, N316 = ordinal * 317, N317 = ordinal * 318.5, N318 = ordinal * 319L, T319 = Texts.Of(ordinal + 319),
        N320 = ordinal * 321L, N321 = ordinal * 322, N322 = ordinal * 323.5, N323 = ordinal * 324L, T324 = Texts.Of(ordinal + 324),
        N325 = ordinal * 326L, N326 = ordinal * 327, N327 = ordinal * 328.5, N328 = ordinal * 329L, T329 = Texts.Of(ordinal + 329),
        N330 = ordinal * 331L, N331 = ordinal * 332, N332 = ordinal * 333.5, N333 = ordinal * 334L, T334 = Texts.Of(ordinal + 334),
        N335 = ordinal * 336L, N336 = ordinal * 337, N337 = ordinal * 338.5, N338 = ordinal * 339L, T339 = Texts.Of(ordinal + 339),
        N340 = ordinal * 341L, N341 = ordinal * 342, N342 = ordinal * 343.5, N343 = ordinal * 344L, T344 = Texts.Of(ordinal + 344),
        N345 = ordinal * 346L, N346 = ordinal * 347, N347 = ordinal * 348.5, N348 = ordinal * 349L, T349 = Texts.Of(ordinal + 349),
        N350 = ordinal * 351L, N351 = ordinal * 352, N352 = ordinal * 353.5, N353 = ordinal * 354L, T354 = Texts.Of(ordinal + 354),
        N355 = ordinal * 356L, N356 = ordinal * 357, N357 = ordinal * 358.5, N358 = ordinal * 359L, T359 = Texts.Of(ordinal + 359),
        N360 = ordinal * 361L, N361 = ordinal * 362, N362 = ordinal * 363.5, N363 = ordinal * 364L, T364 = Texts.Of(ordinal + 364),
        N365 = ordinal * 366L, N366 = ordinal * 367, N367 = ordinal * 368.5, N368 = ordinal * 369L, T369 = Texts.Of(ordinal + 369),
        N370 = ordinal * 371L, N371 = ordinal * 372, N372 = ordinal * 373.5, N373 = ordinal * 374L, T374 = Texts.Of(ordinal + 374),
        N375 = ordinal * 376L, N376 = ordinal * 377, N377 = ordinal * 378.5, N378 = ordinal * 379L, T379 = Texts.Of(ordinal + 379),
        N380 = ordinal * 381L, N381 = ordinal * 382, N382 = ordinal * 383.5, N383 = ordinal * 384L, T384 = Texts.Of(ordinal + 384),
        N385 = ordinal * 386L, N386 = ordinal * 387, N387 = ordinal * 388.5, N388 = ordinal * 389L, T389 = Texts.Of(ordinal + 389),
        N390 = ordinal * 391L, N391 = ordinal * 392, N392 = ordinal * 393.5, N393 = ordinal * 394L, T394 = Texts.Of(ordinal + 394),
        N395 = ordinal * 396L, N396 = ordinal * 397, N397 = ordinal * 398.5, N398 = ordinal * 399L, T399 = Texts.Of(ordinal + 399),
        N400 = ordinal * 401L, N401 = ordinal * 402, N402 = ordinal * 403.5, N403 = ordinal * 404L, T404 = Texts.Of(ordinal + 404),
        N405 = ordinal * 406L, N406 = ordinal * 407, N407 = ordinal * 408.5, N408 = ordinal * 409L, T409 = Texts.Of(ordinal + 409),
        N410 = ordinal * 411L, N411 = ordinal * 412, N412 = ordinal * 413.5, N413 = ordinal * 414L, T414 = Texts.Of(ordinal + 414),
        N415 = ordinal * 416L, N416 = ordinal * 417, N417 = ordinal * 418.5, N418 = ordinal * 419L, T419 = Texts.Of(ordinal + 419),
        N420 = ordinal * 421L, N421 = ordinal * 422, N422 = ordinal * 423.5, N423 = ordinal * 424L, T424 = Texts.Of(ordinal + 424),
        N425 = ordinal * 426L, N426 = ordinal * 427, N427 = ordinal * 428.5, N428 = ordinal * 429L, T429 = Texts.Of(ordinal + 429),
        N430 = ordinal * 431L, N431 = ordinal * 432, N432 = ordinal * 433.5, N433 = ordinal * 434L, T434 = Texts.Of(ordinal + 434),
        N435 = ordinal * 436L, N436 = ordinal * 437, N437 = ordinal * 438.5, N438 = ordinal * 439L, T439 = Texts.Of(ordinal + 439),
        N440 = ordinal * 441L, N441 = ordinal * 442, N442 = ordinal * 443.5, N443 = ordinal * 444L, T444 = Texts.Of(ordinal + 444),
        N445 = ordinal * 446L, N446 = ordinal * 447, N447 = ordinal * 448.5, N448 = ordinal * 449L, T449 = Texts.Of(ordinal + 449),
        N450 = ordinal * 451L, N451 = ordinal * 452, N452 = ordinal * 453.5, N453 = ordinal * 454L, T454 = Texts.Of(ordinal + 454),
        N455 = ordinal * 456L, N456 = ordinal * 457, N457 = ordinal * 458.5, N458 = ordinal * 459L, T459 = Texts.Of(ordinal + 459),
        N460 = ordinal * 461L, N461 = ordinal * 462, N462 = ordinal * 463.5, N463 = ordinal * 464L, T464 = Texts.Of(ordinal + 464),
        N465 = ordinal * 466L, N466 = ordinal * 467, N467 = ordinal * 468.5, N468 = ordinal * 469L, T469 = Texts.Of(ordinal + 469),
        N470 = ordinal * 471L, N471 = ordinal * 472, N472 = ordinal * 473.5, N473 = ordinal * 474L, T474 = Texts.Of(ordinal + 474),
        N475 = ordinal * 476L, N476 = ordinal * 477, N477 = ordinal * 478.5, N478 = ordinal * 479L, T479 = Texts.Of(ordinal + 479),
        N480 = ordinal * 481L, N481 = ordinal * 482, N482 = ordinal * 483.5, N483 = ordinal * 484L, T484 = Texts.Of(ordinal + 484),
        N485 = ordinal * 486L, N486 = ordinal * 487, N487 = ordinal * 488.5, N488 = ordinal * 489L, T489 = Texts.Of(ordinal + 489),
        N490 = ordinal * 491L, N491 = ordinal * 492, N492 = ordinal * 493.5, N493 = ordinal * 494L, T494 = Texts.Of(ordinal + 494),
        N495 = ordinal * 496L, N496 = ordinal * 497, N497 = ordinal * 498.5, N498 = ordinal * 499L, T499 = Texts.Of(ordinal + 499),
    };
}
